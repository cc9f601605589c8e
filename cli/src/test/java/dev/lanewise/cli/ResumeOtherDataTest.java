package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.formats.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training does not go on with other data in silence, even if there is as much of it. */
class ResumeOtherDataTest {

  @TempDir Path directory;
  private SmallTraining small;

  @BeforeEach
  void start() throws IOException {
    small = SmallTraining.in(directory);
    Files.writeString(small.file("v.csv"), SmallTraining.DATA);
    small
        .run(
            "train --model m.json --data csv:d.csv --val-data csv:v.csv --normalize standardised"
                + " --checkpoint c.safetensors --out m.safetensors")
        .good();
  }

  private static final String RESUME =
      "train --resume c.safetensors --val-data csv:v.csv --epochs 4 --out n.safetensors";

  private void refused(String different) throws IOException {
    byte[] before = Files.readAllBytes(small.file("c.safetensors"));
    Program.Run run = small.run(RESUME);
    assertEquals(65, run.code(), run::err);
    assertEquals(
        "lanewise: A training must go on with the data that it began with. Different: "
            + different
            + ". To train on other data, begin from a saved model (--from)",
        run.error());
    assertTrue(Files.notExists(small.file("n.safetensors")));
    assertArrayEquals(before, Files.readAllBytes(small.file("c.safetensors")));
  }

  private void data(String from, String to) throws IOException {
    Files.writeString(small.file("d.csv"), SmallTraining.DATA.replace(from, to));
  }

  @Test
  void pixelsLabelsOrderAndScalingAreNamed() throws IOException {
    data("0,0,1,250,251", "0,0,1,250,252");
    refused("the scaling of pixels, the pixels of the training images");
    data("0,0,1,250,251\n1,251,250,3,4", "1,251,250,3,4\n0,0,1,250,251");
    refused("the order of the training images");
    data("0,0,0,255,255\n1,255,255,0,0", "1,0,0,255,255\n0,255,255,0,0");
    refused("the labels of the training images");
    // The figures of a channel stay, its pixels change places.
    data("0,0,0,255,255", "0,0,255,0,255");
    refused("the pixels of the training images");
    data("", "");
    small.run(RESUME).good();
  }

  @Test
  void validationImagesAreHeldAgainstTheOldOnesToo() throws IOException {
    Files.writeString(
        small.file("v.csv"), SmallTraining.DATA.replace("1,255,255,0,0", "0,255,255,0,0"));
    refused("the labels of the validation images");
  }

  /** Nothing of a training depends on them. */
  @Test
  void testImagesMayBeOthers() throws IOException {
    Files.writeString(small.file("t.csv"), SmallTraining.DATA.replace("255", "200"));
    small.run(RESUME + " --test-data csv:t.csv").good();
  }

  @Test
  void dataMayHaveMoved() throws IOException {
    Files.move(small.file("d.csv"), small.file("e.csv"));
    small.run(RESUME + " --data csv:e.csv").good();
  }

  @Test
  void aCheckpointWithoutAFingerprintIsReadAndSaidToBeUnchecked() throws IOException {
    Checkpoint known = small.checkpoint("c.safetensors");
    new Checkpoint(known.spec(), known.provenance(), known.state())
        .save(small.file("c.safetensors"));
    Program.Run run = small.run(RESUME).good();
    assertTrue(
        run.err()
            .contains(
                "lanewise: c.safetensors does not know its data: whether that is unchanged is not"
                    + " checked\n"),
        run::err);
    assertTrue(small.checkpoint("c.safetensors").run().training().isPresent());
  }
}
