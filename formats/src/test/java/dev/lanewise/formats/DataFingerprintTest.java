package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.train.TrainState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataFingerprintTest {

  private static final Shape SHAPE = new Shape(2, 1, 3);

  /** Images of six values. */
  private record Given(float[][] images, int[] labels, float[] weights) implements Samples {

    @Override
    public int size() {
      return images.length;
    }

    @Override
    public Shape shape() {
      return SHAPE;
    }

    @Override
    public int classes() {
      return 3;
    }

    @Override
    public int label(int index) {
      return labels[index];
    }

    @Override
    public float weight(int index) {
      return weights[index];
    }

    @Override
    public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
      for (int c = 0; c < 2; c++) {
        for (int x = 0; x < 3; x++) {
          group[at + layout.offset(c, 0, x) + lane] = images[index][3 * c + x];
        }
      }
    }
  }

  private static Given given() {
    return new Given(
        new float[][] {{1, 2, 3, 4, 5, 6}, {0, -0f, 1, 1, 1, 1}, {7, 7, 7, 7, 7, 7}},
        new int[] {0, 1, 2},
        new float[] {1, 1, 1});
  }

  private static List<String> differences(Given other) {
    return DataFingerprint.of(given()).differences(DataFingerprint.of(other));
  }

  @Test
  void equalSamplesHaveEqualFingerprints() {
    assertEquals(DataFingerprint.of(given()), DataFingerprint.of(given()));
    assertEquals(List.of(), differences(given()));
    assertEquals(64, DataFingerprint.of(given()).pixels().length());
  }

  /** It is written into files, so it may never become another. */
  @Test
  void theFingerprintIsTheSameOnEveryMachine() {
    DataFingerprint print = DataFingerprint.of(new Given(new float[0][], new int[0], new float[0]));
    String nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assertEquals(new DataFingerprint(0, SHAPE, nothing, nothing, "0000000000000000"), print);
  }

  @Test
  void everyChangeIsNamed() {
    Given pixel = given();
    pixel.images()[1][1] = 0f;
    assertEquals(List.of("pixels"), differences(pixel));
    Given label = given();
    label.labels()[2] = 0;
    assertEquals(List.of("labels"), differences(label));
    Given weight = given();
    weight.weights()[0] = 2;
    assertEquals(List.of("labels"), differences(weight));
    Given order = given();
    float[] first = order.images()[0];
    order.images()[0] = order.images()[2];
    order.images()[2] = first;
    assertEquals(List.of("pixels"), differences(order));
    order.labels()[0] = 2;
    order.labels()[2] = 0;
    assertEquals(List.of("order"), differences(order));
    assertEquals(
        List.of("number"),
        differences(new Given(new float[][] {{1, 2, 3, 4, 5, 6}}, new int[1], new float[1])));
  }

  private static Checkpoint checkpoint(Checkpoint.Run run) {
    ModelSpec spec = Presets.named("lenet5").orElseThrow();
    TrainState.Sums none = new TrainState.Sums(0, 0, 0, 0);
    TrainState state =
        new TrainState(
            0,
            new TrainState.Epoch(0, 0, 0, 0, none, none),
            new float[] {1},
            new float[0],
            new float[0],
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            0,
            0);
    return new Checkpoint(
        spec,
        new Provenance(
            "d",
            List.of("a"),
            new Pixels(List.of(1f), List.of(0f)),
            1,
            spec.recipe(),
            0,
            Optional.empty(),
            Provenance.Machine.here("1"),
            Optional.empty()),
        state,
        run);
  }

  @Test
  void aCheckpointKnowsItsData() {
    DataFingerprint data = DataFingerprint.of(given());
    Given other = given();
    other.images()[0][0]++;
    other.labels()[0] = 1;
    DataFingerprint changed = DataFingerprint.of(other);
    Checkpoint known =
        Checkpoint.of(
            checkpoint(new Checkpoint.Run(Optional.of("m"), Optional.of(data), Optional.of(data)))
                .content(),
            "c");
    Pixels pixels = known.provenance().pixels();
    assertEquals(Optional.of("m"), known.run().output());
    assertTrue(known.checkData(pixels, data, Optional.of(data)));
    assertEquals(
        "A training must go on with the data that it began with. Different: the scaling of pixels,"
            + " the pixels of the training images, the labels of the training images, whether there"
            + " are validation images. To train on other data, begin from a saved model (--from)",
        assertThrows(
                FormatException.class,
                () ->
                    known.checkData(
                        new Pixels(List.of(2f), List.of(0f)), changed, Optional.empty()))
            .getMessage());
    assertTrue(
        assertThrows(
                FormatException.class, () -> known.checkData(pixels, data, Optional.of(changed)))
            .getMessage()
            .contains(
                "Different: the pixels of the validation images, the labels of the validation"
                    + " images. "));
  }

  @Test
  void aCheckpointOfAnOlderVersionIsReadAndSaysThatItKnowsNothing() {
    SafeTensors old = checkpoint(Checkpoint.Run.UNKNOWN).content();
    assertFalse(old.metadata().containsKey("lanewise.run"));
    Checkpoint read = Checkpoint.of(old, "c");
    assertEquals(Checkpoint.Run.UNKNOWN, read.run());
    assertFalse(
        read.checkData(read.provenance().pixels(), DataFingerprint.of(given()), Optional.empty()));
  }
}
