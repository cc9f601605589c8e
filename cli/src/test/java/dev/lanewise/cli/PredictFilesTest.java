package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of one's own: what names them, what is answered, and how. */
class PredictFilesTest {

  private static final String MODEL =
      """
      {"name": "m", "input": [1, 6, 6],
       "layers": ["flatten", {"type": "dense", "outputs": 3}],
       "recipe": {"optimizer": {"type": "sgd", "learningRate": 0.1}, "epochs": 1, "batch": 8}}
      """;

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void train() throws IOException {
    program = new Program(directory);
    Files.writeString(directory.resolve("m.json"), MODEL);
    for (String name : List.of("cat", "dog", "owl, barn")) {
      draw("train/" + name + "/1.png");
      draw("train/" + name + "/2.png");
    }
    program
        .run("train", "--model", "m.json", "--data", "folder:train", "--out", "m.safetensors")
        .good();
    for (String name : List.of("b.png", "a.png", "sub/c.PNG", "sub/deep/d.png", ".hidden.png")) {
      draw("photos/" + name);
    }
    Files.writeString(directory.resolve("photos/notes.txt"), "no image");
    Files.writeString(directory.resolve("photos/sub/more.txt"), "no image");
    Files.writeString(directory.resolve("photos/README"), "no image");
  }

  private BufferedImage image(long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(7, 9, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 63; i++) {
      image.setRGB(i % 7, i / 7, random.nextInt(1 << 24));
    }
    return image;
  }

  private void draw(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image(name.hashCode()), "png", file.toFile());
  }

  private Program.Run predict(String... arguments) {
    return program.run(
        Stream.concat(Stream.of("predict", "m.safetensors"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static List<String> inputs(Program.Run run) {
    List<String> names = new ArrayList<>();
    for (var prediction : run.json().getAsJsonArray("predictions")) {
      names.add(prediction.getAsJsonObject().get("input").getAsString());
    }
    return names;
  }

  private static final List<String> ALL =
      List.of("photos/a.png", "photos/b.png", "photos/sub/c.PNG", "photos/sub/deep/d.png");

  @Test
  void aFolderIsAllImagesBelowItByTheirPaths() {
    Program.Run run = predict("photos", "--json").good();
    assertEquals(ALL, inputs(run));
    assertEquals(ALL, inputs(predict("photos/", "--json").good()));
    assertEquals("{\"(none)\":1,\".txt\":2}", run.json().get("ignored").toString());
    assertTrue(
        run.err()
            .contains(
                "lanewise: left out 3 files that are no images by their endings: (none) 1, .txt 2"),
        run::err);
    List<String> here = inputs(predict(".", "--json").good());
    assertTrue(here.contains("./photos/sub/deep/d.png"), here::toString);
  }

  @Test
  void patternsAreThoseOfShells() {
    assertEquals(ALL.subList(0, 2), inputs(predict("photos/*.png", "--json").good()));
    assertEquals(ALL, inputs(predict("photos/**", "--json").good()));
    assertEquals(
        List.of("photos/a.png", "photos/b.png", "photos/sub/deep/d.png"),
        inputs(predict("photos/**/*.png", "--json").good()));
    assertEquals(ALL.subList(0, 1), inputs(predict("ph*s/[ac].png", "--json").good()));
    assertEquals(ALL.subList(2, 3), inputs(predict("*/sub/?.{png,PNG}", "--json").good()));
    assertEquals(
        List.of(directory + "/photos/b.png"),
        inputs(predict(directory + "/photos/b*", "--json").good()));
    Program.Run none = predict("photos/*.jpg");
    assertEquals(66, none.code());
    assertEquals("lanewise: photos/*.jpg: no image matches the pattern", none.error());
  }

  @Test
  void aFileWhoseNameIsAPatternIsTheFile() throws IOException {
    draw("photos/[ab].png");
    assertEquals(List.of("photos/[ab].png"), inputs(predict("photos/[ab].png", "--json").good()));
  }

  @Test
  void standardInputIsAListOfFilesOrAnImage() throws IOException {
    program.with("photos/b.png\r\n\nphotos/sub\nphotos/b.png\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        List.of("photos/b.png", "photos/sub/c.PNG", "photos/sub/deep/d.png", "photos/b.png"),
        inputs(predict("-", "--json").good()));
    program.with("photos/b.png\0photos/a.png\0".getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("photos/b.png", "photos/a.png"), inputs(predict("-", "--json").good()));
    program.with(Files.readAllBytes(directory.resolve("photos/a.png")));
    Program.Run image = predict("-", "photos/a.png", "--json").good();
    JsonArray predictions = image.json().getAsJsonArray("predictions");
    assertEquals(List.of("-", "photos/a.png"), inputs(image));
    assertEquals(
        predictions.get(0).getAsJsonObject().get("probability"),
        predictions.get(1).getAsJsonObject().get("probability"));
    program.with(new byte[0]);
    Program.Run empty = predict("-");
    assertEquals(65, empty.code());
    assertEquals(
        "lanewise: Standard input must have an image, or names of files, one a line. Received:"
            + " nothing",
        empty.error());
    program.with(new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2});
    Program.Run damaged = predict("-");
    assertEquals(65, damaged.code());
    assertTrue(damaged.error().startsWith("lanewise: standard input: "), damaged::err);
  }

  @Test
  void theGoodFilesAreAnsweredWhenOthersAreBad() throws IOException {
    Files.writeString(directory.resolve("photos/bad.png"), "no image");
    Files.createFile(directory.resolve("photos/empty.png"));
    Program.Run run = predict("photos/a.png", "gone.png", "photos", "--json");
    assertEquals(65, run.code());
    assertEquals(Stream.concat(Stream.of("photos/a.png"), ALL.stream()).toList(), inputs(run));
    JsonArray failures = run.json().getAsJsonArray("failures");
    assertEquals(3, failures.size());
    JsonObject first = failures.get(0).getAsJsonObject();
    assertEquals("gone.png", first.get("input").getAsString());
    assertEquals(
        directory.resolve("gone.png") + ": no such file", first.get("reason").getAsString());
    for (String bad : List.of("gone.png", "photos/bad.png", "photos/empty.png")) {
      assertEquals(
          1,
          run.err().lines().filter(l -> l.startsWith("lanewise: ") && l.contains(bad)).count(),
          run::err);
    }
    assertEquals(0, predict("photos/a.png", "gone.png", "photos", "--skip-unreadable").code());
    assertEquals(65, predict("photos/bad.png", "photos/empty.png", "--skip-unreadable").code());
    assertEquals(66, predict("gone.png", "gone too.png").code());
  }

  @Test
  void namesThatBeginAsImagesDoAreNames() throws IOException {
    for (String name : List.of("BM.png", "GIF89a.png", "RIFFWEBP.png", "II.png")) {
      draw(name);
      program.with((name + "\nphotos/a.png\n").getBytes(StandardCharsets.UTF_8));
      assertEquals(List.of(name, "photos/a.png"), inputs(predict("-", "--json").good()));
    }
    for (String format : List.of("bmp", "gif", "jpg", "png")) {
      Path file = directory.resolve("x." + format);
      ImageIO.write(image(1), format, file.toFile());
      program.with(Files.readAllBytes(file));
      assertEquals(List.of("-"), inputs(predict("-", "--json").good()));
    }
  }

  @Test
  void anEmptyFolderIsNamed() throws IOException {
    Files.createDirectories(directory.resolve("empty"));
    Program.Run run = predict("empty");
    assertEquals(65, run.code());
    assertEquals("lanewise: empty: a folder must have an image in it. Received: none", run.error());
  }

  @Test
  void aLinkThatGoesRoundEnds() throws IOException {
    Files.createSymbolicLink(directory.resolve("photos/sub/up"), directory.resolve("photos"));
    assertEquals(ALL, inputs(predict("photos", "--json").good()));
    assertEquals(ALL, inputs(predict("photos/**", "--json").good()));
  }

  /** A row for each image: in order, quoted, and the same on stdout as in a file. */
  @Test
  void commaSeparatedValues() throws IOException {
    draw("photos/x, \"y\".png");
    String out = predict("photos", "--csv", "--top", "2").good().out();
    List<String> lines = out.lines().toList();
    assertEquals("input,class,name,probability,class2,name2,probability2", lines.getFirst());
    assertEquals(6, lines.size());
    assertTrue(lines.get(5).startsWith("\"photos/x, \"\"y\"\".png\","), out);
    assertTrue(out.contains("\"owl, barn\""), out);
    Program.Run file = predict("photos", "--out", "p.csv", "--top", "2", "--json").good();
    assertEquals(out, Files.readString(directory.resolve("p.csv")));
    assertEquals(5, inputs(file).size());
    assertEquals("predictions: 5, in p.csv\n", predict("photos", "--out", "p.csv").good().out());
    try (Stream<Path> left = Files.list(directory)) {
      assertFalse(left.anyMatch(f -> f.getFileName().toString().endsWith(".tmp")));
    }
  }

  @Test
  void jsonLinesAreTheObjectsOfJson() throws IOException {
    JsonArray whole = predict("photos", "--json").good().json().getAsJsonArray("predictions");
    List<String> lines = predict("photos", "--jsonl").good().out().lines().toList();
    assertEquals(4, lines.size());
    for (int i = 0; i < 4; i++) {
      assertEquals(whole.get(i), JsonParser.parseString(lines.get(i)));
    }
    predict("photos", "--out", "p.jsonl").good();
    assertEquals(lines, Files.readAllLines(directory.resolve("p.jsonl")));
  }

  /** More than are read at a time, among them bad ones; each as if it were alone. */
  @Test
  void manyImagesKeepTheirOrderAndTheirBits() throws IOException {
    Files.createDirectories(directory.resolve("many"));
    for (int i = 0; i < 530; i++) {
      String name = "many/%03d.png".formatted(i);
      if (i % 97 == 5) {
        Files.writeString(directory.resolve(name), "no image");
      } else {
        draw(name);
      }
    }
    Program.Run run = predict("many", "--csv");
    assertEquals(65, run.code());
    List<String> lines = run.out().lines().skip(1).toList();
    assertEquals(524, lines.size());
    assertEquals(lines.stream().sorted().toList(), lines);
    for (int i : new int[] {0, 255, 523}) {
      String row = lines.get(i);
      String name = row.substring(0, row.indexOf(','));
      assertEquals(row, predict(name, "--csv").good().out().lines().toList().get(1));
    }
  }

  @Test
  void aSpreadsheetComputesNothing() throws IOException {
    draw("=1+1.png");
    draw("@sum.png");
    String out = predict("=1+1.png", "@sum.png", "--csv", "--top", "1").good().out();
    assertTrue(out.contains("\n./=1+1.png,"), out);
    assertTrue(out.contains("\n./@sum.png,"), out);
    assertEquals("'=cmd", Csv.text("=cmd"));
    assertEquals("'-1", Csv.text("-1"));
    assertEquals("\"'+a,b\"", Csv.text("+a,b"));
    assertEquals("a\\x0ab", Csv.text("a\nb"));
  }

  @Test
  void outputsThatCannotBe() {
    for (String[] wrong :
        new String[][] {
          {
            "--out must end with .csv, .jsonl or .ndjson, or come with --csv or --jsonl. Received:"
                + " p.txt",
            "--out",
            "p.txt"
          },
          {"Either --csv or --jsonl can be given. Received: both", "--csv", "--jsonl"},
          {
            "--json and --csv both write to standard output: one of them needs --out. Received:"
                + " both",
            "--json",
            "--csv"
          }
        }) {
      String[] arguments = wrong.clone();
      arguments[0] = "photos";
      Program.Run run = predict(arguments);
      assertEquals(64, run.code());
      assertEquals("lanewise: " + wrong[0], run.error());
    }
    assertEquals(73, predict("photos", "--out", "no/p.csv").code());
  }

  @Test
  void anOutputNeverReplacesAnInput() throws IOException {
    byte[] model = Files.readAllBytes(directory.resolve("m.safetensors"));
    byte[] image = Files.readAllBytes(directory.resolve("photos/a.png"));
    Files.createSymbolicLink(directory.resolve("link.csv"), Path.of("photos/a.png"));
    for (String out :
        List.of("m.safetensors", "photos/a.png", "link.csv", "./photos/../link.csv")) {
      Program.Run run = predict("photos", "--csv", "--out", out);
      assertEquals(64, run.code(), out + run.err());
    }
    assertEquals(
        List.of(model.length, image.length),
        List.of(
            Files.readAllBytes(directory.resolve("m.safetensors")).length,
            Files.readAllBytes(directory.resolve("photos/a.png")).length));
  }

  @Test
  void aStopKeepsWhatIsDone() throws IOException {
    program.with(
        stop -> {
          stop.run();
          return () -> {};
        });
    Program.Run run = predict("photos", "--out", "p.csv", "--json");
    assertEquals(130, run.code());
    assertTrue(run.json().get("stopped").getAsBoolean());
    assertEquals(1, Files.readAllLines(directory.resolve("p.csv")).size());
  }
}
