package dev.lanewise.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {

  @TempDir Path directory;

  private static SafeTensors sample() {
    return SafeTensors.of(
        Map.of("b", "two\n\"lines\"", "a", "\u00e4 \uD83D\uDE00"),
        List.of(
            Tensor.ofFloats("conv1.weight", List.of(1, 1, 1, 3), new float[] {1, -0f, Float.NaN}),
            Tensor.ofBytes("bytes", List.of(5), new byte[] {0, 1, 2, (byte) 128, -1}),
            Tensor.ofDoubles("doubles", List.of(1, 2), new double[] {Math.PI, -1e300}),
            Tensor.ofLongs("longs", List.of(2), new long[] {Long.MIN_VALUE, Long.MAX_VALUE}),
            Tensor.ofInts("ints", List.of(), new int[] {-7}),
            Tensor.ofFloats("none", List.of(3, 0), new float[0])));
  }

  @Test
  void theBytesOfASmallFile() {
    SafeTensors file =
        SafeTensors.of(
            Map.of("k", "v"), List.of(Tensor.ofFloats("w", List.of(2), new float[] {1f, -2f})));
    String expected =
        "\u0050\0\0\0\0\0\0\0"
            + "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            + " "
            + "\0\0\u0080\u003f"
            + "\0\0\0\u00c0";
    assertEquals(expected, new String(file.bytes(), ISO_8859_1));
    assertEquals(file, SafeTensors.parse(expected.getBytes(ISO_8859_1), "x"));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path path = directory.resolve("x.safetensors");
    sample().write(path);
    SafeTensors read = SafeTensors.read(path);
    assertEquals(sample().metadata(), read.metadata());
    assertEquals(
        List.of("doubles", "longs", "conv1.weight", "ints", "none", "bytes"),
        read.tensors().stream().map(Tensor::name).toList());
    for (Tensor tensor : sample().tensors()) {
      assertEquals(tensor, read.tensor(tensor.name()).orElseThrow());
    }
    assertArrayEquals(read.bytes(), Files.readAllBytes(path));
    assertArrayEquals(sample().bytes(), Files.readAllBytes(path));
  }

  @Test
  void anEmptyFileIsAFile() {
    SafeTensors empty = SafeTensors.of(Map.of(), List.of());
    assertArrayEquals(RawFile.of("{}      "), empty.bytes());
    assertEquals(empty, SafeTensors.parse(RawFile.of("{}"), "x"));
  }

  @Test
  void tensorsLongerThanAChunkKeepTheirValues() {
    float[] values = new float[16384 * 2 + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.5f;
    }
    Tensor tensor = Tensor.ofFloats("w", List.of(values.length), values);
    SafeTensors file = SafeTensors.of(Map.of(), List.of(tensor));
    assertEquals(file, SafeTensors.parse(file.bytes(), "x"));
  }

  @Test
  void readsWhatPyTorchsSideWrote() throws IOException {
    byte[] bytes;
    try (InputStream in = getClass().getResourceAsStream("/ce_mean_b1.safetensors")) {
      bytes = in.readAllBytes();
    }
    SafeTensors file = SafeTensors.parse(bytes, "ce_mean_b1");
    assertEquals("ce_mean_b1", file.metadata().get("case"));
    assertEquals(6, file.tensors().size());
    assertArrayEquals(new long[] {3}, file.tensor("target").orElseThrow().longs());
    Tensor loss = file.tensor("loss").orElseThrow();
    assertEquals(DType.F64, loss.type());
    assertEquals(List.of(), loss.shape());
    assertArrayEquals(new double[] {3.36817668328624}, loss.doubles());
    Tensor dx = file.tensor("dx").orElseThrow();
    assertEquals(List.of(1, 10), dx.shape());
    assertEquals(0.23139490820185052, dx.doubles()[1]);
    assertEquals((float) -0.9655476022573235, dx.floats()[3]);
    assertEquals(2.3436813354492188f, file.tensor("x").orElseThrow().floats()[0]);
    // The oracle's gradient sums to 0: every value was read, in its place.
    assertEquals(0, Arrays.stream(dx.doubles()).sum(), 1e-15);
  }

  @Test
  void halvesBecomeNumbers() {
    SafeTensors file =
        SafeTensors.parse(
            RawFile.of(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                    + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
                new byte[] {0x00, 0x3c, 0x01, (byte) 0x80, (byte) 0x80, 0x3f, 0x49, (byte) 0xc0}),
            "x");
    assertArrayEquals(new float[] {1f, -5.9604645e-8f}, file.tensor("h").orElseThrow().floats());
    assertArrayEquals(new double[] {1, -3.140625}, file.tensor("b").orElseThrow().doubles());
    assertEquals(file, SafeTensors.parse(file.bytes(), "x"));
  }

  @Test
  void integersAndFractionsAreNotMixed() {
    assertArrayEquals(
        new long[] {0, 1, 2, 128, 255}, sample().tensor("bytes").orElseThrow().longs());
    assertArrayEquals(new long[] {-7}, sample().tensor("ints").orElseThrow().longs());
    assertEquals(
        "Tensor ints must have a floating dtype. Received: I32",
        assertThrows(FormatException.class, () -> sample().tensor("ints").orElseThrow().floats())
            .getMessage());
    assertEquals(
        "Tensor doubles must have an integer dtype. Received: F64",
        assertThrows(FormatException.class, () -> sample().tensor("doubles").orElseThrow().longs())
            .getMessage());
  }

  @Test
  void tensorsAreCopies() {
    float[] values = {1, 2};
    Tensor tensor = Tensor.ofFloats("w", List.of(2), values);
    values[0] = 9;
    tensor.floats()[1] = 9;
    assertArrayEquals(new float[] {1, 2}, tensor.floats());
  }

  @Test
  void contentThatCannotBeWrittenIsRefused() throws IOException {
    Tensor w = Tensor.ofFloats("w", List.of(1), new float[1]);
    assertEquals(
        "Each tensor must have a name of its own, other than __metadata__. Received: w",
        assertThrows(IllegalArgumentException.class, () -> SafeTensors.of(Map.of(), List.of(w, w)))
            .getMessage());
    assertEquals(
        "Tensor w: there must be as many values as its shape says. Expected: [2, 3]. Received: 5",
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.ofFloats("w", List.of(2, 3), new float[5]))
            .getMessage());
    assertEquals(
        "Tensor w: sizes must be at least 0. Received: [-1, -1]",
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.ofFloats("w", List.of(-1, -1), new float[1]))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Tensor.ofFloats("w", List.of(1 << 30, 1 << 30, 1 << 4), new float[0]));
    SafeTensors half = SafeTensors.of(Map.of("k", "\ud800"), List.of());
    assertEquals(
        "Names and metadata must be valid Unicode. Received: half of a surrogate pair",
        assertThrows(IllegalArgumentException.class, () -> half.write(directory.resolve("x")))
            .getMessage());
    try (var files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void filesThatCannotBeReadAreNamed() {
    Path missing = directory.resolve("missing");
    assertEquals(
        "Cannot read " + missing + ": the file must exist",
        assertThrows(IOException.class, () -> SafeTensors.read(missing)).getMessage());
    assertTrue(
        assertThrows(IOException.class, () -> SafeTensors.read(directory))
            .getMessage()
            .endsWith("it must be a file. Received: a directory"));
  }
}
