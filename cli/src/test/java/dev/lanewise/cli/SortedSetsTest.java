package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.train.ValidationSplit.Which;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of one's own are sorted by class: whatever takes a part of them takes some of each. */
class SortedSetsTest {

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
    Pictures.rgb(12, 12).draw(directory.resolve("photos"), 10);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append(i / 10).append(",7".repeat(3 * 12 * 12 - 1)).append(',').append(i).append('\n');
    }
    Files.writeString(directory.resolve("sorted.csv"), text);
  }

  private Program.Run run(String arguments) {
    return program.run(arguments.split(" "));
  }

  private Program.Run train(String arguments) {
    return run("train --model m.json -o m.safetensors " + arguments).good();
  }

  @Test
  void validationHasEveryClassOfFoldersAndTextFiles() throws Exception {
    for (String data : new String[] {"photos", "sorted.csv"}) {
      Program.Run run = train("--val 0.2 --data " + data);
      assertFalse(run.err().contains("no validation image"), run::err);
      assertFalse(run.err().contains("no training image"), run::err);
      SavedModel saved = SavedModel.load(directory.resolve("m.safetensors"));
      assertEquals(Which.STRATIFIED, saved.provenance().recipe().validation().which());
      assertTrue(run.out().contains("24 training images, 6 validation images"), run::out);
    }
  }

  @Test
  void lastImagesArePossibleButTheirClassesAreNamed() {
    for (String data : new String[] {"photos", "sorted.csv"}) {
      Program.Run run = train("--val 0.34 --val-mode last --data " + data);
      boolean folder = data.equals("photos");
      assertTrue(
          run.err().contains("lanewise: no validation image of class " + (folder ? "circle" : "0")),
          run::err);
      assertTrue(
          run.err().contains("lanewise: no training image of class " + (folder ? "triangle" : "2")),
          run::err);
    }
  }

  @Test
  void limitsTakeSomeOfEachClass() {
    Program.Run run = train("--limit 6 --test-data photos --test-limit 5 --data photos");
    assertFalse(run.err().contains("image of class"), run::err);
    Program.Run few = train("--limit 2 --data photos");
    assertTrue(few.err().contains("no training image of class triangle"), few::err);
    Program.Run plain = train("--data photos");
    assertFalse(plain.err().contains("image of class"), plain::err);
    Program.Run measured = run("eval m.safetensors --limit 3 --metrics --json").good();
    JsonArray classes = measured.json().getAsJsonObject("metrics").getAsJsonArray("classes");
    classes.forEach(
        it -> assertEquals(1, it.getAsJsonObject().get("images").getAsInt(), classes::toString));
    Program.Run found = run("lr-find --model m.json --steps 10 --limit 2 --data photos").good();
    assertTrue(found.err().contains("no training image of class triangle"), found::err);
  }

  @Test
  void aClassThatTestOrValidationImagesLackIsNamed() throws Exception {
    Path parts = directory.resolve("parts");
    Pictures.rgb(12, 12).draw(parts.resolve("Train"), 4);
    Pictures.rgb(12, 12).draw(parts.resolve("valid"), "circle", "circle", 2);
    Pictures.rgb(12, 12).draw(parts.resolve("Test"), "square", "square", 2);
    Program.Run run = train("--data parts");
    assertTrue(run.err().contains("no validation image of class square, triangle\n"), run::err);
    assertTrue(run.err().contains("no test image of class circle, triangle\n"), run::err);
    assertTrue(
        run.out().contains("12 training images, 2 validation images, 2 test images"), run::out);
    Program.Run measured = run("eval m.safetensors").good();
    assertTrue(measured.err().contains("no test image of class circle, triangle\n"), measured::err);
    assertTrue(measured.out().contains("(2 test images)"), measured::out);
  }

  @Test
  void aResumedTrainingSeesTheSameSplit() throws Exception {
    train("--val 0.2 --data photos --limit 20 --epochs 2 --checkpoint c");
    float[] whole =
        SavedModel.load(directory.resolve("m.safetensors")).network().parameters().values();
    train("--val 0.2 --data photos --limit 20 --epochs 1 --checkpoint c");
    run("train --resume c --epochs 2 -o longer.safetensors").good();
    assertArrayEquals(
        whole,
        SavedModel.load(directory.resolve("longer.safetensors")).network().parameters().values());
  }

  @Test
  void knownSetsAreCutAsBefore() throws Exception {
    run("train --limit 40 --test-limit 20 --epochs 1 --val 0.25 -o d.safetensors").good();
    assertEquals(
        Which.LAST,
        SavedModel.load(directory.resolve("d.safetensors"))
            .provenance()
            .recipe()
            .validation()
            .which());
  }
}
