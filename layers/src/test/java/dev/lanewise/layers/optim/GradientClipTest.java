package dev.lanewise.layers.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.lanewise.testkit.Golden;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GradientClipTest {

  private static double total(Norm norm, int chunk, float[] gradients) {
    GradientNorm measure = new GradientNorm(norm, gradients.length, chunk);
    for (int index = measure.chunks() - 1; index >= 0; index--) {
      measure.measure(index, gradients);
    }
    return measure.total();
  }

  private static Norm norm(JsonObject params) {
    return switch (params.get("norm_type").getAsString()) {
      case "2.0" -> Norm.EUCLIDEAN;
      case "1.0" -> Norm.SUM;
      case "inf" -> Norm.MAXIMUM;
      default -> throw new AssertionError("no norm for " + params);
    };
  }

  @Test
  void goldenClips() {
    int values = 0;
    for (Golden golden : Golden.group("clip", "", 7)) {
      JsonObject params = golden.params();
      float[] w = golden.floats("grad.w");
      float[] b = golden.floats("grad.b");
      float[] gradients = Arrays.copyOf(w, w.length + b.length);
      System.arraycopy(b, 0, gradients, w.length, b.length);
      if (params.get("op").getAsString().equals("clip_grad_value")) {
        values++;
        GradientClip.ByValue clip =
            new GradientClip.ByValue(params.get("clip_value").getAsDouble());
        clip.apply(gradients, 0, 5);
        clip.apply(gradients, 5, gradients.length);
      } else {
        GradientClip.ByNorm clip =
            new GradientClip.ByNorm(params.get("max_norm").getAsDouble(), norm(params));
        double total = total(clip.norm(), 5, gradients);
        golden.assertWithinBound("total_norm", new float[] {(float) total});
        double factor = clip.factor(total);
        GradientClip.ByNorm.scale(gradients, factor, 0, 5);
        GradientClip.ByNorm.scale(gradients, factor, 5, gradients.length);
      }
      golden.assertWithinBound("clipped.w", Arrays.copyOf(gradients, w.length));
      golden.assertWithinBound(
          "clipped.b", Arrays.copyOfRange(gradients, w.length, gradients.length));
    }
    assertEquals(1, values);
  }

  @Test
  void normsAgreeWithPlainSums() {
    Random random = new Random(5);
    for (int n : new int[] {1, 2, 3, 4, 5, 63, 257}) {
      float[] gradients = new float[n];
      double squares = 0;
      double sum = 0;
      double largest = 0;
      for (int i = 0; i < n; i++) {
        gradients[i] = (float) random.nextGaussian();
        squares += (double) gradients[i] * gradients[i];
        sum += Math.abs(gradients[i]);
        largest = Math.max(largest, Math.abs(gradients[i]));
      }
      for (int chunk : new int[] {1, 7, 64, 1000}) {
        assertEquals(Math.sqrt(squares), total(Norm.EUCLIDEAN, chunk, gradients), 1e-12);
        assertEquals(sum, total(Norm.SUM, chunk, gradients), 1e-12);
        assertEquals(largest, total(Norm.MAXIMUM, chunk, gradients));
      }
    }
  }

  @Test
  void whatIsNotANumberIsNotHidden() {
    for (Norm norm : Norm.values()) {
      for (int at : new int[] {0, 3, 6}) {
        float[] gradients = new float[7];
        gradients[at] = Float.NaN;
        double total = total(norm, 4, gradients);
        assertTrue(Double.isNaN(total), norm + " at " + at);
        assertTrue(Double.isNaN(new GradientClip.ByNorm(1, norm).factor(total)));
      }
    }
    float[] gradients = {Float.NaN, Float.NEGATIVE_INFINITY};
    new GradientClip.ByValue(2).apply(gradients, 0, 2);
    assertTrue(Float.isNaN(gradients[0]));
    assertEquals(-2f, gradients[1]);
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void optionsAreChecked() {
    assertMessage(
        "The largest norm must be positive and finite. Received: 0.0",
        () -> new GradientClip.ByNorm(0));
    assertMessage(
        "The largest gradient must be positive and finite. Received: -1.0",
        () -> new GradientClip.ByValue(-1));
    assertMessage(
        "The number of gradients must be at least 1. Received: 0",
        () -> new GradientNorm(Norm.SUM, 0, 5));
    assertMessage(
        "The length of a chunk must be at least 1. Received: 0",
        () -> new GradientNorm(Norm.SUM, 5, 0));
  }
}
