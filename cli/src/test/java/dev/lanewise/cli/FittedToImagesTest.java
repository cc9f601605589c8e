package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.formats.SavedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One command trains on a folder of images: net, head and pixels are fitted to them. */
class FittedToImagesTest {

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() {
    program = new Program(directory);
  }

  private Program.Run run(String arguments) {
    return program.run(arguments.split(" "));
  }

  private SavedModel saved(String name) throws Exception {
    return SavedModel.load(directory.resolve(name));
  }

  @Test
  void photosOfThreeClassesAreLearnedByOneCommand() throws Exception {
    Pictures.rgb(40, 36).draw(directory.resolve("photos"), 30);
    Program.Run run = run("train --data photos --epochs 12").good();
    assertTrue(
        run.out().contains("\n40x36 RGB to 32x32, stretched; classes circle, square, triangle\n"),
        run::out);
    assertTrue(
        run.out().startsWith("images-cnn on folder:photos: 72 training images, 18 validation"),
        run::out);
    SavedModel model = saved("images-cnn-photos.safetensors");
    assertEquals(new Shape(3, 32, 32), model.network().input());
    assertEquals(Pictures.CLASSES, model.provenance().classes());
    Program.Run measured = run("eval images-cnn-photos.safetensors --json").good();
    assertEquals("validation", measured.json().get("split").getAsString());
    assertTrue(measured.json().get("testAccuracy").getAsDouble() > 0.8, measured::out);
    Program.Run predicted = run("predict images-cnn-photos.safetensors photos --json").good();
    assertEquals(90, predicted.json().getAsJsonArray("predictions").size());
    Program.Run summary = run("summary images-cnn-photos.safetensors --json").good();
    assertEquals("[3,32,32]", summary.json().get("input").toString());
  }

  @Test
  void greyPhotosStayGreyAndInputIsAsAsked() throws Exception {
    Pictures.grey(20, 20).draw(directory.resolve("grey"), 2);
    JsonObject grey = run("train --data grey --epochs 1 -o g --json").good().json();
    assertEquals("1x28x28", grey.get("input").getAsString());
    assertEquals(
        "20x20 grey to 28x28, stretched; classes circle, square, triangle",
        grey.get("pixels").getAsString());
    Pictures.rgb(24, 20).draw(directory.resolve("rgb"), 2);
    for (String[] sizes :
        new String[][] {{"3x16x20", "3x16x20"}, {"16x20", "3x16x20"}, {"16", "3x16x16"}}) {
      JsonObject run =
          run("train --data rgb --epochs 1 -o r --fit pad --json --input " + sizes[0])
              .good()
              .json();
      assertEquals(sizes[1], run.get("input").getAsString());
    }
    assertEquals("folder-pad:rgb", saved("r").provenance().dataset());
    JsonObject luma =
        run("train --data rgb --model lenet5 --epochs 1 -o l --fit crop --json").good().json();
    assertEquals("1x28x28", luma.get("input").getAsString());
    assertEquals(
        "24x20 RGB to 28x28 grey, cropped; classes circle, square, triangle",
        luma.get("pixels").getAsString());
    assertEquals("folder-cover:rgb", saved("l").provenance().dataset());
    run("eval l").good();
    Program.Run exact = run("train --data rgb --fit exact --input 3x20x24 --epochs 1").good();
    assertTrue(exact.out().contains("24x20 RGB as they are; classes"), exact::out);
    Program.Run other = run("train --data rgb --fit exact --input 20");
    assertEquals(65, other.code());
    assertTrue(other.error().contains("must be 20 wide and 20 high"), other::error);
  }

  @Test
  void wrongInputsAndFits() throws Exception {
    Pictures.rgb(12, 12).draw(directory.resolve("rgb"), 2);
    run("train --data rgb --epochs 1 -o m").good();
    for (String[] wrong :
        new String[][] {
          {
            "--data rgb --input 2x8x8",
            "--input must be CHANNELSxHEIGHTxWIDTH (1 or 3 channels), HEIGHTxWIDTH or one number"
                + " for both, of at most 4194304 pixels. Received: 2x8x8"
          },
          {
            "--data rgb --fit strech",
            "--fit must be stretch, crop, pad or exact. Received: strech. Did you mean stretch?"
          },
          {"--data digits --fit crop", "--fit is for folders of images. Received: --data digits"},
          {"--data digits --input 8", "--input is for data of your own. Received: --data digits"},
          {
            "--data folder-cover:rgb --fit pad",
            "--fit and the name of the data must say the same. Received: --fit pad and"
                + " folder-cover:rgb"
          },
          {
            "--from m --data rgb --input 8",
            "--input is for models without values. Received: --from, a model of 3x28x28"
          },
        }) {
      Program.Run run = run("train " + wrong[0]);
      assertEquals(64, run.code());
      assertEquals("lanewise: " + wrong[1], run.error());
    }
    Program.Run small = run("train --data rgb --model lenet5 --input 8");
    assertEquals(65, small.code());
    assertTrue(small.err().contains("lenet5 does not fit folder:rgb: "), small::err);
  }

  @Test
  void aPresetsHeadFitsTheClassesAndSaysSo() throws Exception {
    Pictures.rgb(12, 12).draw(directory.resolve("rgb"), 2);
    for (String preset : List.of("digits-cnn", "scratch-sigmoid")) {
      Program.Run run = run("train --data rgb --epochs 1 -o m --model " + preset).good();
      assertTrue(
          run.err()
              .contains(
                  "lanewise: the last layer of %s, fc1, gives 3 results, one a class of"
                          .formatted(preset)
                      + " folder:rgb, in place of 10\n"),
          run::err);
      assertEquals(3, saved("m").network().output().elements());
      assertTrue(run("summary m").good().out().contains("; here for 3 classes"));
    }
  }

  @Test
  void fromAModelLabelsFollowNames() throws Exception {
    Pictures.rgb(12, 12).draw(directory.resolve("rgb"), 2);
    run("train --data rgb --epochs 1 -o m").good();
    Path other = directory.resolve("other");
    Pictures.rgb(12, 12).draw(other, "circle", "circle", 2);
    Pictures.rgb(12, 12).draw(other, "rhomb", "square", 2);
    Pictures.rgb(12, 12).draw(other, "triangle", "triangle", 2);
    Program.Run run = run("train --from m --data other --epochs 1 -o n").good();
    assertTrue(
        run.err()
            .contains(
                "lanewise: m was trained on other classes (circle, square, triangle) than those of"
                    + " folder:other (circle, rhomb, triangle): its last layer, fc1, begins anew"
                    + " with them\n"),
        run::err);
    assertEquals(List.of("circle", "rhomb", "triangle"), saved("n").provenance().classes());
    Program.Run same = run("train --from m --data rgb --epochs 1 -o n").good();
    assertTrue(!same.err().contains("begins anew"), same::err);
  }

  @Test
  void oneClassTeachesNothing() throws Exception {
    Path one = directory.resolve("one");
    Pictures.rgb(12, 12).draw(one, "circle", "circle", 3);
    Program.Run run = run("train --data one");
    assertEquals(65, run.code());
    assertEquals(
        "lanewise: %s: expected directories of at least two classes. Received: 1 (circle)"
            .formatted(one),
        run.error());
    Pictures.rgb(12, 12).draw(directory.resolve("zip/photos"), 2);
    Program.Run high = run("train --data zip");
    assertEquals(65, high.code());
    assertTrue(
        high.error()
            .endsWith(
                ". If its directories (circle, square, triangle) are the classes: --data "
                    + directory.resolve("zip/photos")),
        high::error);
    Files.writeString(directory.resolve("one.csv"), ("1" + ",7".repeat(784) + "\n").repeat(4));
    Program.Run text = run("train --data one.csv");
    assertEquals(65, text.code());
  }
}
