package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.lanewise.formats.SavedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV files of all kinds from training to prediction. */
class CsvCommandTest {

  private static final String MODEL =
      """
      {"name":"m","input":[1,2,2],"layers":["flatten",{"type":"dense","outputs":2}],
       "recipe":{"optimizer":{"type":"sgd","learningRate":0.5},"epochs":3,"batch":4}}
      """;

  @TempDir Path directory;

  @BeforeEach
  void model() throws Exception {
    write("m.json", MODEL);
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(directory.resolve(name), text);
  }

  private Program.Run run(String line) {
    return new Program(directory).run(line.split(" "));
  }

  private Program.Run train(String more) {
    return run("train --model m.json --json -o m.safetensors " + more);
  }

  /** What the saved model comes to on the file that it was trained on. */
  private JsonObject trainedAndMeasured(String more) {
    train(more).good();
    return run("eval m.safetensors --json").good().json();
  }

  private void refused(String place, Program.Run run) {
    assertEquals(65, run.code(), run.err());
    assertTrue(
        run.error().startsWith("lanewise: " + directory.resolve("x.csv") + place), run.err());
  }

  @Test
  void aDamagedFirstRowIsNoHeader() throws Exception {
    write("x.csv", "0,,0,255,255\n1,255,255,0,0\n0,0,9,255,255\n");
    refused(", line 1, column 2: a pixel must be", train("--data csv:x.csv"));
  }

  @Test
  void aByteOrderMarkQuotesAndBlankLinesCostNoSample() throws Exception {
    write(
        "x.csv",
        "\uFEFF\"label\",\"p0\",\"p1\",\"p2\",\"p3\"\r\n\"0\",\"0\",\"0\",\"255\",\"255\"\r\n\r\n"
            + "\"1\",\"255\",\"255\",\"0\",\"0\"\r\n\"0\",\"0\",\"1\",\"250\",\"251\"\r\n"
            + "\"1\",\"251\",\"250\",\"3\",\"4\"");
    assertEquals(4, trainedAndMeasured("--data csv:x.csv").get("images").getAsInt());
  }

  @Test
  void aHeaderThatSaysThatTheLabelIsLastIsBelieved() throws Exception {
    write("x.csv", "p0,p1,p2,p3,label\n0,0,250,251,1\n251,252,0,0,0\n");
    JsonObject measured = trainedAndMeasured("--data csv:x.csv");
    assertEquals("csv,label=last:x.csv", measured.get("data").getAsString());
    write("y.csv", "0,0,255,255,1\n");
    assertEquals(
        1,
        run("eval m.safetensors --data csv:y.csv --json").good().json().get("images").getAsInt());
    write("x.csv", "p0,p1,p2,p3,label\n0,0,1,1,1\n1,1,0,0,0\n");
    refused(", line 3: the largest pixel of a file must be above 1", train("--data csv:x.csv"));
  }

  @Test
  void fractionsTrainAsTheirBytesDo() throws Exception {
    List<int[]> rows =
        List.of(
            new int[] {0, 0, 51, 255, 255},
            new int[] {1, 255, 204, 0, 0},
            new int[] {0, 0, 0, 153, 102},
            new int[] {1, 255, 255, 51, 0});
    StringBuilder bytes = new StringBuilder();
    StringBuilder fractions = new StringBuilder();
    for (int[] row : rows) {
      bytes.append(row[0]);
      fractions.append(row[0]);
      for (int i = 1; i < row.length; i++) {
        bytes.append(',').append(row[i]);
        fractions.append(String.format(Locale.ROOT, ",%.1f", row[i] / 255.0));
      }
      bytes.append('\n');
      fractions.append('\n');
    }
    write("bytes.csv", bytes.toString());
    write("x.csv", fractions.toString());
    double expected = train("--data csv:bytes.csv").good().json().get("trainLoss").getAsDouble();
    Program.Run run = train("--data csv:x.csv").good();
    assertEquals(expected, run.json().get("trainLoss").getAsDouble(), 1e-6);
    assertEquals(
        "lanewise: csv:x.csv: separator comma; label first; values 0 to 1, as bytes divided by 255",
        run.err().lines().findFirst().orElseThrow());
    // A file of the model's kind, whole numbers or not.
    write("y.csv", "1,1,1,0,0\n0,0,0,1,1\n");
    JsonObject measured = run("eval m.safetensors --data csv:y.csv --json").good().json();
    assertEquals(2, measured.get("images").getAsInt());
    assertEquals("csv,values=fractions:y.csv", measured.get("data").getAsString());
    JsonObject predicted =
        run("predict m.safetensors --index 1 --data csv:y.csv --json").good().json();
    assertEquals(1, predicted.get("predictions").getAsJsonArray().size());
    run("train --model m.json --json -o n.safetensors --data csv:x.csv --normalize standardised"
            + " --augment flip --val 0.25")
        .good();
    run("lr-find --model m.json --data csv:x.csv --steps 10 --json").good();
  }

  @Test
  void textLabelsAreTheClasses() throws Exception {
    write("x.csv", "what;a1;a2;a3;a4\ndog;0;0;255;255\ncat;255;255;0;0\ndog;0;9;250;251\n");
    write("y.csv", "cat;255;250;0;0\n");
    JsonObject trained = train("--data csv:x.csv --test-data csv:y.csv").good().json();
    assertEquals("csv,separator=semicolon,labels=names:x.csv", trained.get("data").getAsString());
    assertEquals(
        List.of("cat", "dog"),
        SavedModel.load(directory.resolve("m.safetensors")).provenance().classes());
    run("eval m.safetensors --data csv:y.csv").good();
    write("y.csv", "bird;255;250;0;0\n");
    Program.Run wrong = run("eval m.safetensors --data csv:y.csv");
    assertEquals(65, wrong.code());
    assertTrue(
        wrong.error().endsWith("line 1, column 1: a label must be one of cat, dog. Received: bird"),
        wrong.err());
  }

  @Test
  void optionsSayHowAFileIsWritten() throws Exception {
    write("x.csv", "7^0.5^1000^-3^2^a\n8^0^1^2^3^b\n");
    write("m.json", MODEL.replace("[1,2,2]", "[1,1,5]"));
    String options =
        "--csv-header no --csv-label 6 --csv-separator ^ --csv-values numbers --csv-labels names";
    JsonObject trained = train("--data csv:x.csv " + options).good().json();
    assertEquals(
        "csv,header=no,label=last,separator=^,values=numbers,labels=names:x.csv",
        trained.get("data").getAsString());
    // The same in the name, and what a model has kept.
    train("--data " + trained.get("data").getAsString()).good();
    run("eval m.safetensors --json").good();
  }

  @Test
  void aTrainingGoesOnWithTheFileReadAsBefore() throws Exception {
    write("x.csv", "0.5;0;1;0.25;dog\n0;0.75;0;1;cat\n0.1;0.2;0.3;0.4;dog\n");
    train("--data csv:x.csv --checkpoint k").good();
    JsonObject again = run("train --resume k -o m.safetensors --json").good().json();
    assertEquals(
        "csv,label=last,separator=semicolon,values=fractions,labels=names:x.csv",
        again.get("data").getAsString());
    assertEquals(64, run("train --resume k --csv-label last -o m.safetensors").code());
  }

  @Test
  void optionsThatCanNotBeAreRefused() throws Exception {
    write("x.csv", "0,1,2,3,4\n");
    assertEquals(
        "lanewise: --csv-values must be bytes, fractions, levels, numbers, auto. Received: byte."
            + " Did you mean bytes?",
        train("--data csv:x.csv --csv-values byte").error());
    assertEquals(
        "lanewise: --csv-label must be first, last, auto, a column's number from 1 or its name."
            + " Received: 0",
        train("--data csv:x.csv --csv-label 0").error());
    assertTrue(
        train("--data csv:x.csv --csv-separator dash")
            .error()
            .startsWith("lanewise: --csv-separator must be one character or one of auto, comma"));
    assertEquals(
        "lanewise: Options of CSV files are for --data csv:PATH. Received: --data digits",
        train("--data digits --csv-label last").error());
    assertTrue(
        train("--data csv,lable=last:x.csv")
            .error()
            .startsWith(
                "lanewise: Data of CSV must say header, label, separator, values or labels"));
  }

  @Test
  void imagesOfAnotherSizeSayWhichInputWouldFit() throws Exception {
    write("x.csv", "0,1,2,3,4,5,6,7,8,9\n");
    refused(
        ", line 1: expected 5 fields, a label and the values of 1x2x2. Received: 10, as of images"
            + " of 1x3x3: --input 1x3x3 or a model of that input",
        train("--data csv:x.csv"));
  }
}
