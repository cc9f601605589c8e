package dev.lanewise.formats;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What tells samples from other samples: SHA-256 sums of their values and of their labels. A {@link
 * Checkpoint} has it, so that a training does not go on with other data in silence. The same
 * samples have the same fingerprint on every machine.
 *
 * @param images how many samples there are
 * @param shape shape of each
 * @param pixels sum of the values, image after image; 64 hexadecimal digits
 * @param labels sum of classes, targets and weights, image after image; as many
 * @param unordered sum of all images with their labels, whatever their order; 16 digits
 */
public record DataFingerprint(
    int images, Shape shape, String pixels, String labels, String unordered) {

  /**
   * Reads all samples once.
   *
   * @param samples as they are before a training changes them at random ({@link
   *     dev.lanewise.core.tensor.AugmentedSamples} give plain images here). Whoever knows the
   *     scaling of pixels apart, as {@link Pixels}, gives bytes that are not scaled yet: then a
   *     difference in the scaling is told from one in the pixels.
   */
  public static DataFingerprint of(Samples samples) {
    Shape shape = samples.shape();
    LaneLayout layout = LaneLayout.dense(shape);
    float[] group = new float[Lanes.WIDTH * shape.elements()];
    ByteBuffer bytes = ByteBuffer.allocate(4 * shape.elements());
    ByteBuffer row = ByteBuffer.allocate(samples.hasTargets() ? 4 * samples.classes() + 8 : 8);
    MessageDigest image = sha256();
    MessageDigest pixels = sha256();
    MessageDigest labels = sha256();
    long sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      samples.copyTo(i, group, 0, layout, 0);
      bytes.clear();
      for (int e = 0; e < shape.elements(); e++) {
        bytes.putInt(Float.floatToIntBits(group[Lanes.WIDTH * e]));
      }
      byte[] ofImage = image.digest(bytes.array());
      pixels.update(ofImage);
      row.clear();
      row.putInt(samples.label(i)).putInt(Float.floatToIntBits(samples.weight(i)));
      for (int e = 0; samples.hasTargets() && e < samples.classes(); e++) {
        row.putInt(Float.floatToIntBits(samples.target(i, e)));
      }
      labels.update(row.array());
      image.update(ofImage);
      sum += ByteBuffer.wrap(image.digest(row.array())).getLong();
    }
    return new DataFingerprint(
        samples.size(), shape, hex(pixels), hex(labels), HexFormat.of().toHexDigits(sum));
  }

  /**
   * What other samples differ in: {@code number}, {@code shape}, {@code order}, {@code pixels},
   * {@code labels}; empty if in nothing. The same images with the same labels in another order
   * differ in their order alone.
   */
  public List<String> differences(DataFingerprint other) {
    List<String> different = new ArrayList<>();
    if (images != other.images) {
      different.add("number");
    }
    if (!shape.equals(other.shape)) {
      different.add("shape");
    }
    if (different.isEmpty() && !equals(other) && unordered.equals(other.unordered)) {
      return List.of("order");
    }
    if (different.isEmpty()) {
      if (!pixels.equals(other.pixels)) {
        different.add("pixels");
      }
      if (!labels.equals(other.labels)) {
        different.add("labels");
      }
    }
    return List.copyOf(different);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256", e);
    }
  }
}
