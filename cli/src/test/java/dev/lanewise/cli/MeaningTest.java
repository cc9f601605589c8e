package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only what a softmax or a sigmoid makes is shown as a share. */
class MeaningTest {

  @TempDir Path directory;

  private Program trained(String loss, String end) throws IOException {
    Program program = new Program(directory);
    Files.writeString(
        directory.resolve("m.json"),
        """
        {"name": "m", "input": [1, 2, 2], "layers": ["flatten", {"type": "dense", "outputs": 2}%s],
         "loss": "%s", "recipe": {"optimizer": {"type": "sgd", "learningRate": 0.1},
         "epochs": 2, "batch": 4}}
        """
            .formatted(end, loss));
    Files.writeString(
        directory.resolve("d.csv"),
        "label,p0,p1,p2,p3\n0,0,0,255,255\n1,255,255,0,0\n0,0,1,250,251\n1,251,250,3,4\n");
    program
        .run("train --model m.json --data csv:d.csv --val 0 --out m.safetensors".split(" "))
        .good();
    return program;
  }

  @ParameterizedTest
  @CsvSource({
    "softmax-cross-entropy,, probabilities",
    "categorical-cross-entropy, softmax, probabilities",
    "negative-log-likelihood, log-softmax, probabilities",
    "binary-cross-entropy, sigmoid, separate-probabilities",
    "binary-cross-entropy-with-logits,, separate-probabilities",
    "mean-squared-error, sigmoid, separate-probabilities",
    "mean-squared-error,, values",
    "mean-squared-error, tanh, values",
    "hinge,, values"
  })
  void resultsAreShownAsWhatTheyAre(String loss, String end, String meaning) throws IOException {
    Program program = trained(loss, end == null ? "" : ", \"" + end + "\"");
    String[] predict = "predict m.safetensors --data csv:d.csv --index 0,1,2,3".split(" ");
    String text = program.run(predict).good().out();
    boolean shares = !meaning.equals("values");
    assertEquals(shares, text.contains("%"), text);
    assertTrue(
        text.lines()
            .allMatch(
                line ->
                    line.matches(
                        shares
                            ? "csv:d.csv \\d: \\d \\d+\\.\\d\\d %, \\d \\d+\\.\\d\\d % \\(it is"
                                + " \\d\\)"
                            : "csv:d.csv \\d: \\d -?\\d\\S*, \\d -?\\d\\S* \\(it is \\d\\)")),
        text);

    JsonObject json =
        program
            .run("predict m.safetensors --data csv:d.csv --index 0,1,2,3 --json".split(" "))
            .good()
            .json();
    assertEquals(meaning, json.get("results").getAsString());
    for (var each : json.getAsJsonArray("predictions")) {
      JsonObject prediction = each.getAsJsonObject();
      JsonArray numbers = prediction.getAsJsonArray(shares ? "probability" : "value");
      assertFalse(prediction.has(shares ? "value" : "probability"), prediction::toString);
      double sum = 0;
      for (var number : numbers) {
        double x = number.getAsDouble();
        sum += x;
        assertTrue(!shares || x >= 0 && x <= 1, prediction::toString);
      }
      if (meaning.equals("probabilities")) {
        assertEquals(1, sum, 1e-5, prediction::toString);
      }
    }
    String header =
        program
            .run("predict m.safetensors --data csv:d.csv --index 0 --top 1 --csv".split(" "))
            .good()
            .out()
            .lines()
            .findFirst()
            .orElseThrow();
    assertEquals("input,class,name," + (shares ? "probability" : "value") + ",label", header);
  }

  @Test
  void numbersOfAnySizeCanBeRead() {
    assertEquals("-0.2500", Meaning.VALUES.text(-0.25f));
    assertEquals("0.0000", Meaning.VALUES.text(0));
    assertEquals("1.000e-05", Meaning.VALUES.text(1e-5f));
    assertEquals("-2.500e+06", Meaning.VALUES.text(-2.5e6f));
    assertEquals("25.00 %", Meaning.PROBABILITIES.text(0.25f));
  }
}
