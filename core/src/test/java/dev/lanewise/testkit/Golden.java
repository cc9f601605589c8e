package dev.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A reference case: inputs in float, PyTorch's outputs in double, and for each element of an output
 * the scale of its rounding errors (the sum of its terms' absolute values). Read from {@code
 * src/test/resources/golden/GROUP/NAME.safetensors} of the module under test.
 */
public final class Golden {

  /** 32 units of roundoff: plain float arithmetic stays below 12 in every case. */
  private static final double TOLERANCE = 32 * 0x1p-24;

  /** For results near and below the smallest normal float. */
  private static final double FLOOR = 2e-36;

  private final String name;
  private final JsonObject header;
  private final JsonObject params;
  private final ByteBuffer data;

  private Golden(Path file) {
    try {
      name = file.getFileName().toString().replace(".safetensors", "");
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      byte[] json = new byte[Math.toIntExact(bytes.getLong())];
      bytes.get(json);
      header = JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
      String text = header.getAsJsonObject("__metadata__").get("params").getAsString();
      params = JsonParser.parseString(text).getAsJsonObject();
      data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All cases of a group, sorted by name.
   *
   * @param group directory
   * @param prefix how the names begin; empty for all
   * @param count how many there must be, so that none drops out unseen
   */
  public static List<Golden> group(String group, String prefix, int count) {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden", group))) {
      List<Golden> cases =
          files
              .filter(file -> file.getFileName().toString().startsWith(prefix))
              .filter(file -> file.toString().endsWith(".safetensors"))
              .sorted()
              .map(Golden::new)
              .toList();
      assertEquals(count, cases.size(), "golden cases " + group + "/" + prefix + "*");
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case's name. */
  public String name() {
    return name;
  }

  /** Everything needed to run it. */
  public JsonObject params() {
    return params;
  }

  /** An integer of {@link #params}. */
  public int integer(String key) {
    return params.get(key).getAsInt();
  }

  /** One integer of an array of {@link #params}. */
  public int integer(String key, int index) {
    return params.getAsJsonArray(key).get(index).getAsInt();
  }

  /** A flag of {@link #params}. */
  public boolean flag(String key) {
    return params.get(key).getAsBoolean();
  }

  /** Whether there is such a tensor. */
  public boolean has(String tensor) {
    return header.has(tensor);
  }

  /** A tensor's sizes. */
  public int[] shape(String tensor) {
    return header.getAsJsonObject(tensor).getAsJsonArray("shape").asList().stream()
        .mapToInt(size -> size.getAsInt())
        .toArray();
  }

  /** An F32 tensor. */
  public float[] floats(String tensor) {
    ByteBuffer bytes = bytes(tensor, "F32");
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** An F64 tensor. */
  public double[] doubles(String tensor) {
    ByteBuffer bytes = bytes(tensor, "F64");
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  /** An I64 tensor. */
  public long[] longs(String tensor) {
    ByteBuffer bytes = bytes(tensor, "I64");
    long[] values = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(values);
    return values;
  }

  /** Whether a result is as near to the reference as float arithmetic should bring it. */
  public static boolean withinBound(double got, double reference, double scale) {
    return Math.abs(got - reference) <= TOLERANCE * scale + FLOOR;
  }

  /** Fails unless {@code got} is within the bound of output {@code tensor} in every element. */
  public void assertWithinBound(String tensor, float[] got) {
    double[] reference = doubles(tensor);
    float[] scale = floats("scale." + tensor);
    assertEquals(reference.length, got.length, name + " " + tensor);
    for (int i = 0; i < got.length; i++) {
      if (!withinBound(got[i], reference[i], scale[i])) {
        fail(
            "%s %s[%d]: got %s, reference %s, scale %s"
                .formatted(name, tensor, i, got[i], reference[i], scale[i]));
      }
    }
  }

  /** Fails unless {@code got} equals output {@code tensor} as values; -0 equals 0. */
  public void assertExact(String tensor, float[] got) {
    double[] reference = doubles(tensor);
    assertEquals(reference.length, got.length, name + " " + tensor);
    for (int i = 0; i < got.length; i++) {
      if (got[i] != reference[i]) {
        fail("%s %s[%d]: got %s, reference %s".formatted(name, tensor, i, got[i], reference[i]));
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private ByteBuffer bytes(String tensor, String type) {
    JsonObject entry = header.getAsJsonObject(tensor);
    assertEquals(type, entry.get("dtype").getAsString(), name + " " + tensor);
    JsonArray offsets = entry.getAsJsonArray("data_offsets");
    int from = offsets.get(0).getAsInt();
    return data.slice(from, offsets.get(1).getAsInt() - from).order(ByteOrder.LITTLE_ENDIAN);
  }
}
