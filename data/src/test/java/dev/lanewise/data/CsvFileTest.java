package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

  private static final Shape SHAPE = new Shape(1, 1, 3);
  private static final List<String> NAMES = List.of("a", "b", "c");

  @TempDir Path directory;

  private Path csv(String text) {
    return TestFiles.write(directory.resolve("x.csv"), text.getBytes(StandardCharsets.UTF_8));
  }

  private ImageSet read(String text, CsvOptions options) {
    return CsvFile.images(csv(text), SHAPE, NAMES, options);
  }

  private void fails(String where, String text, CsvOptions options) {
    Path file = csv(text);
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        file + where,
        () -> CsvFile.images(file, SHAPE, NAMES, options));
  }

  @Test
  void readsLabelsAndPixels() {
    String[] texts = {
      "2,0,128,255\n1,7,8,9\n",
      "label,p0,p1,p2\r\n2,0,128,255\r\n\r\n1,7,8,9",
      "\uFEFF\n\"label\",\"p0\",\"p1\",\"p2\"\n \"2\" , 0,128 ,255\n1,7,8,\"9\"\n\n",
    };
    for (String text : texts) {
      ImageSet images = read(text, CsvOptions.defaults());
      assertEquals(2, images.size());
      assertEquals(2, images.label(0));
      assertEquals(1, images.label(1));
      assertArrayEquals(new byte[] {0, (byte) 128, (byte) 255}, images.pixels(0));
      assertArrayEquals(new byte[] {7, 8, 9}, images.pixels(1));
      assertEquals("x.csv", images.name());
      assertEquals(NAMES, images.classNames());
    }
  }

  @Test
  void optionsSayHowItIsWritten() {
    CsvOptions last = CsvOptions.defaults().withLabel(CsvOptions.Label.LAST).withSeparator('\t');
    ImageSet images = read("7\t8\t9\t1", last.withHeader(CsvOptions.Header.NO));
    assertEquals(1, images.label(0));
    assertArrayEquals(new byte[] {7, 8, 9}, images.pixels(0));
    ImageSet second = read("0\t1\t2\t3\n7\t8\t9\t1", last.withHeader(CsvOptions.Header.YES));
    assertEquals(1, second.size());
    assertArrayEquals(new byte[] {7, 8, 9}, second.pixels(0));
  }

  @Test
  void manyLinesAreRead() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      text.append(i % 3).append(',').append(i % 256).append(",1,2\n");
    }
    ImageSet images = read(text.toString(), CsvOptions.defaults());
    assertEquals(1000, images.size());
    for (int i = 0; i < 1000; i++) {
      assertEquals(i % 3, images.label(i));
      assertEquals((byte) i, images.pixels(i)[0]);
    }
  }

  @Test
  void valuesAreAnyFiniteNumbers() {
    Path file = csv("0,-1.5,2e-3,7\n1,0,1,+.25");
    ArraySamples samples =
        CsvFile.values(file, SHAPE, 2, CsvOptions.defaults().withHeader(CsvOptions.Header.NO));
    float[] image = new float[3];
    samples.copyTo(0, image, 0, new ChannelLayout(SHAPE, Halo.NONE, true), new float[0]);
    assertArrayEquals(new float[] {-1.5f, 2e-3f, 7}, image);
    assertEquals(1, samples.label(1));
    Path bad = csv("0,1,NaN,3");
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        bad + ", line 1, column 3: a value must be a finite number. Received: NaN",
        () ->
            CsvFile.values(bad, SHAPE, 2, CsvOptions.defaults().withHeader(CsvOptions.Header.NO)));
  }

  @Test
  void errorsNameLineAndColumn() {
    CsvOptions options = CsvOptions.defaults();
    fails(
        ", line 3: expected 4 fields, a label and the values of 1x1x3. Received: 3",
        "label,a,b,c\n1,2,3,4\n1,2,3\n",
        options);
    fails(
        ", line 2, column 3: a pixel must be a whole number from 0 to 255. Received: 256."
            + " --csv-values numbers is for numbers of any size",
        "1,2,3,4\n1,2,256,4\n",
        options);
    fails(
        ", line 2, column 4: a pixel must be a whole number from 0 to 255. Received: 1.5."
            + " --csv-values levels is for numbers from 0 to 255 with decimals, numbers for any",
        "1,2,3,4\n1,2,3,1.5\n",
        options);
    fails(
        ", line 2, column 2: a pixel must be a whole number from 0 to 255. Received: nothing",
        "1,2,3,4\n1,,3,4\n",
        options);
    fails(
        ", line 4, column 1: a label must be a whole number from 0 to 2. Received: 3."
            + " If the label is elsewhere, --csv-label says where; --csv-labels names makes a class"
            + " of each label that occurs",
        "1,2,3,4\n\n\n3,2,3,4\n",
        options);
    fails(
        ", line 1, column 1: a label must be one of a, b, c. Received: label",
        "label,2,3,4\n",
        options.withHeader(CsvOptions.Header.NO));
    fails(
        ", line 2, column 1: a label must be a whole number from 0 to 2. Received:"
            + " 1111111111111111111111111111111111111111.... If the label is elsewhere, --csv-label"
            + " says where; --csv-labels names makes a class of each label that occurs",
        "1,2,3,4\n11111111111111111111111111111111111111111,2,3,4\n",
        options);
    fails(
        ", line 1: expected at least one line of values after the header. Received: none",
        "a,b,c,d\n",
        options);
    fails(": expected at least one line of values. Received: none", "\n \n", options);
  }

  @Test
  void filesThatAreNoneAreRefused() {
    Path missing = directory.resolve("missing.csv");
    TestFiles.assertFails(
        DataException.Kind.NOT_FOUND,
        missing + ": no such file",
        () -> CsvFile.images(missing, SHAPE, NAMES, CsvOptions.defaults()));
    TestFiles.assertFails(
        DataException.Kind.NOT_FOUND,
        directory + ": must be a file",
        () -> CsvFile.images(directory, SHAPE, NAMES, CsvOptions.defaults()));
    Path bytes = TestFiles.write(directory.resolve("y.csv"), new byte[] {(byte) 0xff, 1});
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        bytes + ", line 1: must be text in UTF-8. Received: other bytes",
        () -> CsvFile.images(bytes, SHAPE, NAMES, CsvOptions.defaults()));
    TestFiles.assertFails(
        DataException.Kind.USAGE,
        "A separator must be a character such as ',', ';' or a tab. Received: 1",
        () -> CsvOptions.defaults().withSeparator('1'));
  }
}
