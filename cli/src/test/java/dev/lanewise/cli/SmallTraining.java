package dev.lanewise.cli;

import dev.lanewise.formats.Checkpoint;
import dev.lanewise.formats.SavedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;

/** A model of a few numbers and data of a few images, in a directory. */
record SmallTraining(Path directory) {

  static final String MODEL =
      """
      {"name": "m", "input": [1, 2, 2], "layers": ["flatten", {"type": "dense", "outputs": 2}],
       "recipe": {"optimizer": {"type": "sgd", "learningRate": 0.1}, "epochs": 2, "batch": 2}}
      """;

  static final String DATA =
      """
      label,p0,p1,p2,p3
      0,0,0,255,255
      1,255,255,0,0
      0,0,1,250,251
      1,251,250,3,4
      """;

  /** Writes m.json, d.csv, and a folder of images. */
  static SmallTraining in(Path directory) throws IOException {
    Files.writeString(directory.resolve("m.json"), MODEL);
    Files.writeString(directory.resolve("d.csv"), DATA);
    for (String name : List.of("a", "b")) {
      Path folder = Files.createDirectories(directory.resolve("photos").resolve(name));
      for (int i = 0; i < 3; i++) {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, name.equals("a") ? 0xffffff : 0x404040 + i);
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
    }
    return new SmallTraining(directory);
  }

  Program.Run run(String arguments) {
    return new Program(directory).run(arguments.split(" "));
  }

  /** Runs, and does something when a line of the output begins in a certain way. */
  Program.Run runWith(String arguments, Map<String, Runnable> actions) {
    Map<String, Runnable> left = new HashMap<>(actions);
    StringWriter out =
        new StringWriter() {
          @Override
          public void write(String text, int offset, int length) {
            super.write(text, offset, length);
            for (String start : Set.copyOf(left.keySet())) {
              if (text.startsWith(start)) {
                left.remove(start).run();
              }
            }
          }
        };
    return new Program(directory).with(out).run(arguments.split(" "));
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** All values of a saved model. */
  float[] values(String name) throws IOException {
    return SavedModel.load(file(name)).network().parameters().values();
  }

  Checkpoint checkpoint(String name) throws IOException {
    return Checkpoint.load(file(name));
  }
}
