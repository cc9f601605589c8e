package dev.lanewise.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures that tests draw: circles, squares and triangles, anywhere, of any colour. */
final class Pictures {

  static final List<String> CLASSES = List.of("circle", "square", "triangle");

  private final int width;
  private final int height;
  private final int type;

  private Pictures(int width, int height, int type) {
    this.width = width;
    this.height = height;
    this.type = type;
  }

  /** Coloured ones. */
  static Pictures rgb(int width, int height) {
    return new Pictures(width, height, BufferedImage.TYPE_INT_RGB);
  }

  /** Grey ones. */
  static Pictures grey(int width, int height) {
    return new Pictures(width, height, BufferedImage.TYPE_BYTE_GRAY);
  }

  /** A folder with so many of each class. */
  void draw(Path folder, int each) throws IOException {
    for (String kind : CLASSES) {
      draw(folder, kind, kind, each);
    }
  }

  /** Some of one kind in a directory of any name. */
  void draw(Path folder, String name, String kind, int count) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    Random random = new Random(folder.getFileName().toString().hashCode() + kind.hashCode());
    for (int i = 0; i < count; i++) {
      String file = "%03d.png".formatted(i);
      ImageIO.write(one(kind, random), "png", place.resolve(file).toFile());
    }
  }

  private BufferedImage one(String kind, Random random) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(random.nextInt(80), random.nextInt(80), random.nextInt(80)));
    pen.fillRect(0, 0, width, height);
    pen.setColor(new Color(random.nextInt(0x7f7f7f) | 0x808080));
    int size = Math.min(width, height) / 2 + random.nextInt(Math.min(width, height) / 4);
    int x = random.nextInt(width - size);
    int y = random.nextInt(height - size);
    switch (kind) {
      case "circle" -> pen.fillOval(x, y, size, size);
      case "square" -> pen.fillRect(x, y, size, size);
      default ->
          pen.fillPolygon(
              new Polygon(
                  new int[] {x, x + size / 2, x + size}, new int[] {y + size, y, y + size}, 3));
    }
    pen.dispose();
    return image;
  }
}
