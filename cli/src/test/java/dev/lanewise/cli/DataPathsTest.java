package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.lanewise.formats.SavedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of data: a set, a folder or a text file, from wherever one stands. */
class DataPathsTest {

  private static final String MODEL =
      """
      {"name": "m", "input": [3, 12, 12], "layers": ["flatten", {"type": "dense", "outputs": 3}],
       "recipe": {"optimizer": {"type": "adam", "learningRate": 0.01}, "epochs": 1, "batch": 8}}
      """;

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() throws Exception {
    program = new Program(directory);
    Files.writeString(directory.resolve("m.json"), MODEL);
  }

  private Program.Run run(String arguments) {
    return program.run(arguments.split(" "));
  }

  private void failure(int code, String message, String arguments) {
    Program.Run run = run(arguments);
    assertEquals(code, run.code(), run::err);
    assertEquals("lanewise: " + message, run.error());
  }

  @Test
  void foldersAndTextFilesNeedNoPrefix() throws Exception {
    Pictures.rgb(12, 12).draw(directory.resolve("my photos"), 2);
    Pictures.rgb(12, 12).draw(directory.resolve("home/pics"), 2);
    for (String data :
        new String[] {"my photos", "my photos/", "./my photos", "folder:my photos"}) {
      program.run("train", "--model", "m.json", "-o", "m", "--data", data).good();
    }
    assertEquals(
        "folder:my photos", SavedModel.load(directory.resolve("m")).provenance().dataset());
    for (String data : new String[] {"~/pics", "folder:~/pics"}) {
      run("train --model m.json -o m --data " + data).good();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append(i / 4).append(",7".repeat(3 * 12 * 12 - 1)).append(',').append(i).append('\n');
    }
    Files.writeString(directory.resolve("t.csv"), text);
    run("train --model m.json -o m --data t.csv").good();
    // Without a model, the net takes the square that a line makes.
    JsonObject grown = run("train --data t.csv --epochs 1 -o m --json").good().json();
    assertEquals("3x12x12", grown.get("input").getAsString());
    assertEquals(3, grown.getAsJsonArray("classes").size());
  }

  @Test
  void whatIsNoDataIsNamed() throws Exception {
    Files.writeString(directory.resolve("x.zip"), "x");
    failure(
        64,
        "Data must be a path, not a URL. Expected: /a/b. Received: file:///a/b",
        "train --data file:///a/b");
    failure(
        64,
        "Data must be a path on this machine, not a URL. Received: https://a.org/b.zip",
        "train --data https://a.org/b.zip");
    failure(
        65,
        "Data must be a folder of images or a text file (.csv, .tsv, .txt). Received: x.zip, a file"
            + " of another kind. If it is text all the same: csv:x.zip",
        "train --data x.zip");
    failure(
        66,
        directory.resolve("gone/photos") + ": no such file or directory",
        "train --data gone/photos");
    failure(66, directory.resolve("gone.csv") + ": no such file", "train --data gone.csv");
    Program.Run windows = run("train --data C:\\photos");
    assertEquals(66, windows.code());
    Program.Run unknown = run("train --data zzz");
    assertEquals(64, unknown.code());
    assertTrue(
        unknown
            .error()
            .endsWith(
                ", or a folder or text file of your own (there is none here: %s)"
                    .formatted(directory.resolve("zzz"))),
        unknown::error);
  }

  @Test
  void aKnownNameGoesBeforeAFolder() throws Exception {
    Pictures.rgb(12, 12).draw(directory.resolve("digits"), 2);
    Program.Run run = run("train --data digits --limit 40 --test-limit 20 --epochs 1").good();
    assertTrue(
        run.err()
            .contains(
                "lanewise: --data digits is the data set of that name; the folder of that name is"
                    + " --data ./digits.\n"),
        run::err);
    run("train --model m.json --data ./digits").good();
  }

  @Test
  void aWordWithoutAnOptionIsAskedAbout() throws Exception {
    Pictures.rgb(12, 12).draw(directory.resolve("photos"), 2);
    failure(64, "Unexpected argument: mnist. Did you mean --data mnist?", "train mnist");
    failure(64, "Unexpected argument: photos. Did you mean --data photos?", "train photos");
    failure(64, "Unexpected argument: lenet5. Did you mean --model lenet5?", "train lenet5");
    failure(64, "Unexpected argument: minst. Did you mean --data mnist?", "train minst");
    failure(64, "Unexpected argument: photos. Did you mean --data photos?", "eval m photos");
    failure(64, "Unexpected argument: qqqqqq. See: lanewise train --help", "train qqqqqq");
  }

  @Test
  void foldersThatAreNotSetUpAreExplained() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    String rule = ": expected one directory a class, with its images. Received: ";
    failure(65, empty + rule + "none", "train --data empty");
    Path flat = directory.resolve("flat");
    Pictures.rgb(12, 12).draw(directory, "flat", "circle", 3);
    failure(65, flat + rule + "3 images directly in it", "train --data flat");
    Path bare = directory.resolve("bare");
    Pictures.rgb(12, 12).draw(bare, "test", "circle", 2);
    Pictures.rgb(12, 12).draw(bare, "train", "circle", 2);
    failure(
        65,
        bare.resolve("test")
            + ": expected one directory a class in it. Received: 2 images directly in it",
        "train --data bare");
    Path untaught = directory.resolve("untaught");
    Pictures.rgb(12, 12).draw(untaught.resolve("Test"), 2);
    failure(
        65,
        untaught + ": must have a directory train beside those of its other parts. Received: Test",
        "train --data untaught");
    Path twice = directory.resolve("twice");
    Pictures.rgb(12, 12).draw(twice.resolve("train"), 2);
    Pictures.rgb(12, 12).draw(twice.resolve("val"), 2);
    Pictures.rgb(12, 12).draw(twice.resolve("valid"), 2);
    failure(
        65,
        twice + ": must have one directory of validation images. Received: val and valid",
        "train --data twice");
  }

  @Test
  void aClassMayBeCalledTrain() throws Exception {
    Path vehicles = directory.resolve("vehicles");
    Pictures.rgb(12, 12).draw(vehicles, "bus", "square", 2);
    Pictures.rgb(12, 12).draw(vehicles, "train", "circle", 2);
    JsonObject run = run("train --data vehicles --epochs 1 --json").good().json();
    assertEquals("[\"bus\",\"train\"]", run.get("classes").toString());
  }

  @Test
  void whatLiesAboutIsCounted() throws Exception {
    Path photos = directory.resolve("photos");
    Pictures.rgb(12, 12).draw(photos, 2);
    Files.writeString(photos.resolve("circle/notes.txt"), "x");
    Files.writeString(photos.resolve("square/notes.txt"), "x");
    Files.writeString(photos.resolve("circle/LICENSE"), "x");
    Program.Run run = run("train --model m.json --data photos --json").good();
    assertTrue(
        run.err().contains("lanewise: folder:photos: left out 1 without an ending, 2 .txt\n"),
        run::err);
    assertEquals(2, run.json().getAsJsonObject("ignored").get("txt").getAsInt());
  }

  @Test
  void aModelFindsItsImagesFromElsewhere() throws Exception {
    Path work = Files.createDirectories(directory.resolve("work"));
    Pictures.rgb(12, 12).draw(work.resolve("photos"), 2);
    Files.writeString(work.resolve("m.json"), MODEL);
    Files.createDirectories(work.resolve("models"));
    new Program(work)
        .run("train --model m.json --data photos -o models/m --checkpoint c".split(" "))
        .good();
    assertEquals(
        "folder:../photos", SavedModel.load(work.resolve("models/m")).provenance().dataset());
    Program.Run elsewhere = run("eval work/models/m").good();
    assertTrue(elsewhere.out().contains("(6 training images"), elsewhere::out);
    run("train --resume work/c -o r").good();
    assertEquals(
        "folder:work/photos", SavedModel.load(directory.resolve("r")).provenance().dataset());
    Files.move(work.resolve("photos"), work.resolve("moved"));
    Program.Run gone = run("eval work/models/m");
    assertEquals(66, gone.code());
    assertTrue(
        gone.error()
            .startsWith(
                "lanewise: The images that work/models/m was trained on were not found:"
                    + " folder:../photos; relative to the model's directory it is "),
        gone::error);
    assertTrue(gone.error().endsWith(". If they are elsewhere now: --data PATH"), gone::error);
    run("eval work/models/m --data work/moved").good();
    // Files of older versions have paths relative to the directory that the program was in.
    Files.move(work.resolve("models/m"), directory.resolve("m"));
    Files.createDirectories(work.resolve("sub"));
    Files.move(work.resolve("moved"), work.resolve("photos"));
    Program.Run old = new Program(work.resolve("sub")).run("eval", "../../m").good();
    assertTrue(
        old.err()
            .contains(
                "lanewise: folder:../photos of ../../m is not beside the model; taken from the"
                    + " current directory: "),
        old::err);
  }

  @Test
  void infoKnowsOnesOwnData() throws Exception {
    Path photos = directory.resolve("photos");
    Pictures.rgb(16, 12).draw(photos.resolve("train"), 3);
    Pictures.rgb(16, 12).draw(photos.resolve("test"), 2);
    Files.writeString(photos.resolve("train/circle/bad.png"), "x");
    Files.writeString(photos.resolve("train/circle/a.txt"), "x");
    Program.Run run = run("data info photos --json").good();
    JsonObject json = run.json();
    JsonObject train = json.getAsJsonObject("train");
    assertEquals(9, train.get("images").getAsInt());
    assertEquals("[3,3,3]", train.get("classCounts").toString());
    assertEquals(16, train.get("minWidth").getAsInt());
    assertEquals(12, train.get("maxHeight").getAsInt());
    assertEquals(false, train.get("grey").getAsBoolean());
    assertEquals(6, json.getAsJsonObject("test").get("images").getAsInt());
    assertTrue(json.get("validation").isJsonNull());
    assertEquals(1, json.getAsJsonArray("skipped").size());
    assertEquals(1, json.getAsJsonObject("ignored").get("txt").getAsInt());
    assertTrue(run.err().contains("in files: 16x12, RGB"), run::err);
    Files.writeString(
        directory.resolve("t.csv"), "0" + ",7".repeat(784) + "\n1" + ",8".repeat(784) + "\n");
    JsonObject text = run("data info t.csv --json").good().json();
    assertEquals("1x28x28", text.get("shape").getAsString());
    assertEquals("[1,1]", text.getAsJsonObject("train").get("classCounts").toString());
  }
}
