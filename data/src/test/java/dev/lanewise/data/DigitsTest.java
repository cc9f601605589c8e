package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigitsTest {

  @Test
  void everyMachineDrawsTheseBytes() throws NoSuchAlgorithmException {
    ImageSet set = Digits.generate(7, 101, Split.TRAIN);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < set.size(); i++) {
      digest.update((byte) set.label(i));
      digest.update(set.pixels(i));
    }
    assertEquals(
        "6f49aae45dab5998fccff69385d336121a6a3f409ef284652634b433d24d6956",
        HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void anImageDependsOnSeedSplitAndIndexOnly() {
    ImageSet few = Digits.generate(3, 13, Split.TRAIN);
    ImageSet more = Digits.generate(3, 37, Split.TRAIN);
    for (int i = 0; i < few.size(); i++) {
      assertEquals(few.label(i), more.label(i));
      assertArrayEquals(few.pixels(i), more.pixels(i));
    }
    Set<String> different = new HashSet<>();
    for (long seed : new long[] {0, 1, -1, Long.MAX_VALUE}) {
      for (Split split : Split.values()) {
        ImageSet set = Digits.generate(seed, 20, split);
        for (int i = 0; i < 20; i++) {
          assertTrue(different.add(Arrays.toString(set.pixels(i))));
        }
      }
    }
  }

  @Test
  void everyTenImagesHoldEachDigitOnceInAnOrderOfTheirOwn() {
    ImageSet set = Digits.generate(1, 1003, Split.TEST);
    Set<String> orders = new HashSet<>();
    for (int block = 0; block < 100; block++) {
      int[] labels = new int[10];
      for (int i = 0; i < 10; i++) {
        labels[i] = set.label(10 * block + i);
      }
      orders.add(Arrays.toString(labels));
      assertArrayEquals(
          new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
          set.subset(10 * block, 10 * block + 10).classCounts());
    }
    assertTrue(orders.size() > 95);
  }

  @Test
  void inkIsInsideAndPaperAround() {
    ImageSet set = Digits.generate(2, 500, Split.TRAIN);
    for (int i = 0; i < set.size(); i++) {
      float[] image = set.values(i);
      double rim = 0;
      double most = 0;
      for (int y = 0; y < 28; y++) {
        for (int x = 0; x < 28; x++) {
          boolean edge = y == 0 || y == 27 || x == 0 || x == 27;
          rim += edge ? image[28 * y + x] / 108 : 0;
          most = Math.max(most, image[28 * y + x]);
        }
      }
      assertTrue(most > 0.6, "image " + i + " has no ink: " + most);
      assertTrue(rim < 0.3, "image " + i + " leaves the frame: " + rim);
    }
  }

  @Test
  void sizesAreChecked() {
    assertEquals(0, Digits.generate(0, 0, Split.TRAIN).size());
    assertEquals(
        "The number of digits must be 0 to 2739137. Received: -1",
        assertThrows(IllegalArgumentException.class, () -> Digits.generate(0, -1, Split.TRAIN))
            .getMessage());
    assertEquals(
        "The number of digits must be 0 to 2739137. Received: 2739138",
        assertThrows(
                IllegalArgumentException.class, () -> Digits.generate(0, 2_739_138, Split.TRAIN))
            .getMessage());
  }

  @Test
  void everyMannerHasStrokesInItsBox() {
    int manners = 0;
    for (int digit = 0; digit < 10; digit++) {
      manners += DigitStrokes.manners(digit);
      for (int m = 0; m < DigitStrokes.manners(digit); m++) {
        assertFalse(DigitStrokes.strokes(digit, m).isEmpty());
        for (double[] stroke : DigitStrokes.strokes(digit, m)) {
          assertTrue(stroke.length >= 4 && stroke.length % 2 == 0);
          for (double v : stroke) {
            assertTrue(v > -0.1 && v < 1.1, digit + " in manner " + m + " leaves its box: " + v);
          }
        }
      }
    }
    assertEquals(23, manners);
  }

  @Test
  void aLinearModelLearnsThemButNotWell() {
    ImageSet train = Digits.generate(Split.TRAIN);
    ImageSet test = Digits.generate(Split.TEST);
    double[][] weights = softmaxRegression(train, 6);
    double accuracy = accuracy(weights, test);
    System.getLogger(DigitsTest.class.getName())
        .log(Level.INFO, "Softmax regression on digits: test accuracy " + accuracy);
    assertTrue(accuracy < 0.95, "too easy: " + accuracy);
    assertTrue(accuracy > 0.6, "too hard: " + accuracy);
  }

  /** Weights [10][784 + 1], the bias last, by stochastic gradient descent one image at a time. */
  private static double[][] softmaxRegression(ImageSet set, int epochs) {
    double[][] weights = new double[10][785];
    double[] p = new double[10];
    int[] order = new int[set.size()];
    Arrays.setAll(order, i -> i);
    for (int epoch = 0; epoch < epochs; epoch++) {
      CounterRandom.shuffle(order, epoch);
      double rate = 0.02 * (epochs - epoch) / epochs;
      for (int i : order) {
        float[] image = set.values(i);
        double sum = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < 10; k++) {
          p[k] = score(weights[k], image);
          most = Math.max(most, p[k]);
        }
        for (int k = 0; k < 10; k++) {
          p[k] = Math.exp(p[k] - most);
          sum += p[k];
        }
        for (int k = 0; k < 10; k++) {
          double step = rate * (p[k] / sum - (set.label(i) == k ? 1 : 0));
          for (int j = 0; j < 784; j++) {
            weights[k][j] -= step * image[j];
          }
          weights[k][784] -= step;
        }
      }
    }
    return weights;
  }

  private static double score(double[] weights, float[] image) {
    double sum = weights[784];
    for (int j = 0; j < 784; j++) {
      sum += weights[j] * image[j];
    }
    return sum;
  }

  private static double accuracy(double[][] weights, ImageSet set) {
    int right = 0;
    for (int i = 0; i < set.size(); i++) {
      int best = 0;
      for (int k = 1; k < 10; k++) {
        if (score(weights[k], set.values(i)) > score(weights[best], set.values(i))) {
          best = k;
        }
      }
      right += best == set.label(i) ? 1 : 0;
    }
    return (double) right / set.size();
  }
}
