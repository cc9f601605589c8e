package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever names files, classes and models have, no terminal is commanded by them. */
class ControlCharactersTest {

  /** Sets a title, rings, turns the direction; with each kind of control character. */
  private static final String EVIL = "a\u001b]0;x\u0007b\u009b31mc\u007fd\u202ee\u2028f";

  private static final String SHOWN = "a\\x1b]0;x\\x07b\\x9b31mc\\x7fd\\u202ee\\u2028f";

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() {
    program = new Program(directory);
  }

  private Program.Run run(String... arguments) {
    Program.Run run = program.run(arguments);
    for (String text : new String[] {run.out(), run.err()}) {
      assertTrue(
          text.chars().noneMatch(c -> c != '\n' && c != '\t' && Printable.isControl((char) c)),
          () -> Printable.name(text));
    }
    return run;
  }

  private void draw(Path file, int colour) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 1, colour);
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void namesOfFilesClassesAndModels() throws IOException {
    for (String name : new String[] {EVIL, "line\nforged: yes"}) {
      draw(directory.resolve("d").resolve(name).resolve(name + ".png"), 0xffffff);
      draw(directory.resolve("d").resolve(name).resolve("b.png"), 0xff00ff);
    }
    String model =
        """
        {"name": %s, "description": %s, "input": [3, 4, 4],
         "layers": ["flatten", {"type": "dense", "outputs": 2}],
         "recipe": {"optimizer": {"type": "sgd", "learningRate": 0.1}, "epochs": 1, "batch": 4}}
        """;
    String quoted = JsonMembers.line(new JsonPrimitive(EVIL));
    Files.writeString(directory.resolve("m.json"), String.format(model, quoted, quoted));
    run("train", "--model", "m.json", "--data", "folder:d", "--val", "0", "--out", "m.safetensors")
        .good();
    assertTrue(run("summary", "m.safetensors").good().out().contains(SHOWN));
    assertTrue(
        run("eval", "m.safetensors", "--data", "folder:d", "--metrics").out().contains(SHOWN));
    Program.Run text = run("predict", "m.safetensors", "d").good();
    assertEquals(4, text.out().lines().count(), text::out);
    assertTrue(text.out().contains("d/" + SHOWN + "/" + SHOWN + ".png: "), text::out);
    assertTrue(text.out().contains("line\\x0aforged: yes"), text::out);
    Program.Run csv = run("predict", "m.safetensors", "d", "--csv").good();
    assertEquals(5, csv.out().lines().count(), csv::out);
    assertTrue(csv.out().contains(SHOWN), csv::out);
    Program.Run lines = run("predict", "m.safetensors", "d", "--jsonl").good();
    assertEquals(4, lines.out().lines().count(), lines::out);
    assertTrue(lines.out().contains("\\u202e") && !lines.out().contains("\\x"), lines::out);
    assertEquals(
        "d/" + EVIL + "/" + EVIL + ".png",
        JsonParser.parseString(lines.out().lines().toList().get(0))
            .getAsJsonObject()
            .get("input")
            .getAsString());
    String description = run("summary", "m.json", "--as-model").good().out();
    assertEquals(
        EVIL, JsonParser.parseString(description).getAsJsonObject().get("name").getAsString());
    assertEquals(EVIL, run("summary", "m.json", "--json").good().json().get("model").getAsString());
  }

  @Test
  void wordsInErrors() {
    Program.Run missing = run("eval", EVIL);
    assertEquals("lanewise: Model file not found: " + SHOWN, missing.error());
    assertTrue(run(EVIL).error().startsWith("lanewise: Unknown command " + SHOWN));
    assertTrue(run("train", "--data", EVIL).error().contains(SHOWN));
    assertTrue(run("train", "--" + EVIL).error().contains(SHOWN));
  }

  /** A model description whose parser quotes all of it. */
  @Test
  void longMessagesAreCut() throws IOException {
    Files.writeString(
        directory.resolve("m.json"), "{\"" + "k".repeat(20_000) + "\": 1, \"layers\": 3}");
    String error = run("summary", "m.json").error();
    assertTrue(error.length() < 600, error);
    assertTrue(error.contains(directory.resolve("m.json").toString()), error);
    String word = run("summary", "x".repeat(2000)).error();
    assertTrue(word.startsWith("lanewise: Unknown model xxx"), word);
    assertTrue(word.matches(".* \\.\\.\\. \\(shortened from \\d,\\d{3} characters\\)"), word);
  }

  @Test
  void linesStayLinesAndAllElseIsShown() {
    assertEquals("a\nb\tc\\x0d", Printable.text("a\nb\tc\r"));
    assertEquals("a\\x0ab\\x09c", Printable.name("a\nb\tc"));
    assertEquals("\u00e4 \u732b \ud83d\ude00", Printable.name("\u00e4 \u732b \ud83d\ude00"));
    StringWriter written = new StringWriter();
    PrintWriter plain = new PlainWriter(new PrintWriter(written, true));
    plain.print('\u001b');
    plain.print(new char[] {'\u009b', 'x'});
    plain.append("\u202e").append('\u0007');
    plain.printf("%s%n", "\u007f");
    plain.println("a\u001bb");
    plain.flush();
    assertEquals("\\x1b\\x9bx\\u202e\\x07\\x7f\na\\x1bb\n", written.toString());
    assertFalse(plain.checkError());
  }
}
