package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is the same in every locale, also in a library that somebody else starts. */
class LocalesTest {

  private static final List<String> OTHERS =
      List.of("ar-EG", "tr-TR", "fa-IR", "th-TH-u-nu-thai", "hi-IN-u-nu-deva", "de-DE");

  private final Locale usual = Locale.getDefault();

  @TempDir Path directory;

  @AfterEach
  void back() {
    Locale.setDefault(usual);
  }

  private List<String> all(String locale) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(locale));
    Path place = Files.createDirectories(directory.resolve(locale));
    Program program = new Program(place);
    Files.writeString(
        place.resolve("m.json"),
        """
        {"name": "m", "input": [1, 2, 2], "layers": ["flatten", {"type": "dense", "outputs": 2}],
         "recipe": {"optimizer": {"type": "sgd", "learningRate": 0.1}, "epochs": 2, "batch": 4}}
        """);
    Files.writeString(
        place.resolve("d.csv"),
        "label,p0,p1,p2,p3\n0,0,0,255,255\n1,255,255,0,0\n0,0,1,250,251\n1,251,250,3,4\n");
    List<String> written = new ArrayList<>();
    for (String command :
        List.of(
            "train --model m.json --data csv:d.csv --val 0 --log-csv l.csv --log-jsonl l.jsonl"
                + " --out m.safetensors",
            "predict m.safetensors --data csv:d.csv --index 0,1,2,3 --csv",
            "predict m.safetensors --data csv:d.csv --index 0,1,2,3",
            "eval m.safetensors --data csv:d.csv --metrics",
            "summary digits-cnn --plan",
            "summary m.json --as-model",
            "train --epochs 0",
            "predict m.safetensors --index 12345",
            "bench --only GEMMI",
            "summary MNIST-CONVNIT")) {
      Program.Run run = program.run(command.split(" "));
      written.add(run.code() + run.out() + run.err());
    }
    written.add(Files.readString(place.resolve("l.csv")));
    written.add(Files.readString(place.resolve("l.jsonl")));
    // Times differ.
    return written.stream()
        .map(text -> text.replace(place.toString(), "PLACE"))
        .map(
            text ->
                text.replaceAll(
                    "[0-9.,]+ (images/s|s\\b)|\"(seconds|imagesPerSecond)\":[0-9.E-]+|,[0-9.E-]+\n",
                    "TIME"))
        .toList();
  }

  @Test
  void textsAndFilesAreTheSame() throws IOException {
    List<String> expected = all("en-US");
    assertTrue(expected.getFirst().startsWith("0"), expected::getFirst);
    for (String locale : OTHERS) {
      assertEquals(expected, all(locale), locale);
    }
  }

  @Test
  void aNameThatTheLocaleHasNoCharactersForIsOneLineThatNamesTheLocale() {
    Program program = new Program(directory).with("LANG", "C");
    Session session =
        program.session(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
    String usualEncoding = System.getProperty("sun.jnu.encoding");
    try {
      System.setProperty("sun.jnu.encoding", "ANSI_X3.4-1968");
      assertEquals(
          "The locale has no characters for the name of a file. Expected: one of UTF-8, such as"
              + " LC_ALL=C.UTF-8. The locale is: LANG=C (ANSI_X3.4-1968). Received: \u00e4",
          Encodings.message(new InvalidPathException("\u00e4", "no"), session));
      assertTrue(Encodings.hint("a\ufffd: no such file", session).contains("LANG=C"));
      assertEquals("", Encodings.hint("a: no such file", session));
    } finally {
      System.setProperty("sun.jnu.encoding", usualEncoding);
    }
    assertEquals(
        "A file needs a name that this system can have. Received: a\0b",
        Encodings.message(new InvalidPathException("a\0b", "no"), session));
  }
}
