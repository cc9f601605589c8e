package example.consumer;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.DataException;
import dev.lanewise.data.ImageFiles;
import dev.lanewise.data.ImageReading;
import java.util.Base64;

/** Reads a WebP of one pixel, which is the work of a library without a module descriptor. */
public final class Dot {

  private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  private Dot() {}

  /** Prints how many bytes an image of the pixel has, or why there is none. */
  public static void main(String[] args) {
    try {
      byte[] file = Base64.getDecoder().decode(WEBP);
      ImageReading reading = ImageReading.of(new Shape(3, 1, 1));
      System.out.println("read " + ImageFiles.read(file, "dot.webp", reading).length);
    } catch (DataException e) {
      System.out.println(e.getMessage());
    }
  }
}
