package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.CsvOptions.Header;
import dev.lanewise.data.CsvOptions.Label;
import dev.lanewise.data.CsvOptions.Labels;
import dev.lanewise.data.CsvOptions.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds of CSV files as people have them, each read as it says. */
class CsvKindsTest {

  private static final Shape SHAPE = new Shape(1, 1, 3);
  private static final CsvOptions AUTO = CsvOptions.defaults();

  @TempDir Path directory;

  private CsvImages read(String text, CsvOptions options) {
    return read(text, 3, List.of(), options);
  }

  private CsvImages read(String text, int classes, List<String> names, CsvOptions options) {
    Path file = TestFiles.write(directory.resolve("x.csv"), text.getBytes(StandardCharsets.UTF_8));
    return CsvFile.read(file, SHAPE, classes, names, options);
  }

  /** Two images, 2: 10 20 30 and 1: 40 50 60. */
  private static void check(CsvImages read) {
    ImageSet images = read.images();
    assertEquals(2, images.size());
    assertEquals(2, images.label(0));
    assertEquals(1, images.label(1));
    assertArrayEquals(new byte[] {10, 20, 30}, images.pixels(0));
    assertArrayEquals(new byte[] {40, 50, 60}, images.pixels(1));
    assertEquals(Values.BYTES, read.options().values());
  }

  @Test
  void aByteOrderMarkQuotesBlankLinesAndAnyLineEndAreRead() {
    check(
        read(
            "\uFEFF\"label\",\"p0\",\"p1\",\"p2\"\r\n\r\n\"2\",\"10\",\"20\",\"30\"\r\n \r\n"
                + "\"1\", 40 ,50,\"60\"",
            AUTO));
    check(read("2,10,20,30\r1,40,50,60\r", AUTO));
    check(read("2,10,20,30\n\n\n1,40,50,60\n\n", AUTO));
  }

  @Test
  void aHeaderSaysWhereTheLabelIs() {
    assertEquals(
        Label.LAST, read("p0,p1,p2,label\n10,20,30,2\n40,50,60,1", AUTO).options().label());
    for (String name : List.of("label", "\"Class\"", "TARGET", " y ", "class_id", "Labels")) {
      check(read("p0,p1,p2," + name + "\n10,20,30,2\n40,50,60,1", AUTO));
      check(read(name + ",p0,p1,p2\n2,10,20,30\n1,40,50,60", AUTO));
      check(read("p0," + name + ",p1,p2\n10,2,20,30\n40,1,50,60", AUTO));
    }
    check(read("kind,p0,p1,p2\n2,10,20,30\n1,40,50,60", AUTO));
    check(read("1x1,1x2,1x3,what\n10,20,30,2\n40,50,60,1", AUTO));
    check(read("# label,p0,p1,p2\n2,10,20,30\n1,40,50,60", AUTO));
    check(read("label,0,1,2\n2,10,20,30\n1,40,50,60", AUTO));
  }

  @Test
  void anOptionSaysWhereTheLabelIs() {
    String text = "a,b,c,d\n10,20,2,30\n40,50,1,60";
    check(read(text, AUTO.withLabel(Label.named("c"))));
    check(read(text, AUTO.withLabel(Label.numbered(3))));
    check(read("10,20,30,2\n40,50,60,1", AUTO.withLabel(Label.LAST)));
    check(read("9,9,9,9\n2,10,20,30\n1,40,50,60", AUTO.withHeader(Header.YES)));
    assertEquals(Label.numbered(3), read(text, AUTO.withLabel(Label.named("c"))).options().label());
  }

  @Test
  void theFirstLineShowsTheSeparator() {
    for (char separator : new char[] {',', ';', '\t', '|'}) {
      String text = "label,p0,p1,p2\n2,10,20,30\n1,40,50,60\n".replace(',', separator);
      CsvImages read = read(text, AUTO);
      check(read);
      assertEquals(separator, read.options().separator());
    }
    check(read("\"a,b\";p0;p1;p2\n2;10;20;30\n1;40;50;60", AUTO.withLabel(Label.FIRST)));
    check(read("2^10^20^30\n1^40^50^60", AUTO.withSeparator('^')));
  }

  @Test
  void fractionsAreWhatBytesDividedBy255Are() {
    ImageSet images = read("0,0.0,0.1,1.0\n1,1.0,0.5,2e-1", AUTO).images();
    assertFalse(images.hasBytes());
    assertArrayEquals(new float[] {0, 0.1f, 1}, images.values(0));
    assertArrayEquals(new float[] {1, 0.5f, 0.2f}, images.values(1));
    assertArrayEquals(
        new float[] {-1, (float) (0.1f * 2.0 - 1), 1},
        images.withScale(PixelScale.signed()).values(0),
        1e-7f);
    CsvImages whole = read("0,0.0,1.0,1.0\n1,1.0,0.0,0.0", AUTO);
    assertEquals(Values.FRACTIONS, whole.options().values());
    assertArrayEquals(new float[] {0, 1, 1}, whole.images().values(0));
  }

  @Test
  void bytesWithADecimalPointAreBytes() {
    check(read("2,10.0,20.0,30.0\n1,40.0,50.0,60.0", AUTO));
  }

  @Test
  void anOptionSaysWhatOtherNumbersAre() {
    ImageSet levels = read("0,127.5,0,255\n1,1,2,3", AUTO.withValues(Values.LEVELS)).images();
    assertArrayEquals(new float[] {0.5f, 0, 1}, levels.values(0));
    ImageSet numbers = read("0,-3.5,0,1000\n1,1,2,3", AUTO.withValues(Values.NUMBERS)).images();
    assertArrayEquals(new float[] {-3.5f, 0, 1000}, numbers.values(0));
    ImageSet bits = read("0,0,1,1\n1,1,0,0", AUTO.withValues(Values.FRACTIONS)).images();
    assertArrayEquals(new float[] {0, 1, 1}, bits.values(0));
    assertEquals(1, read("0,0,1,1\n1,1,0,0", AUTO.withValues(Values.BYTES)).images().pixels(0)[2]);
  }

  @Test
  void textIsTheNameOfAClass() {
    CsvImages read = read("dog,1,2,3\ncat,4,5,6\n\"a, \"\"b\"\"\",7,8,9\ncat,0,0,7\n", AUTO);
    assertEquals(List.of("a, \"b\"", "cat", "dog"), read.images().classNames());
    assertEquals(2, read.images().label(0));
    assertEquals(1, read.images().label(1));
    assertEquals(0, read.images().label(2));
    assertEquals(1, read.images().label(3));
    assertEquals(Labels.NAMES, read.options().labels());
    assertEquals(Label.LAST, read("1,2,3,dog\n4,5,6,cat", AUTO).options().label());
    assertEquals(
        List.of("dog", "été"),
        read("what;x;y0;z\nété;1;2;3\ndog;4;5;6\n", AUTO.withLabel(Label.FIRST))
            .images()
            .classNames());
  }

  @Test
  void numbersAreNamesIfAnOptionSaysIt() {
    CsvOptions names = AUTO.withLabels(Labels.NAMES);
    CsvImages read = read("10,1,2,3\n9,4,5,6\n1,7,8,9", names);
    assertEquals(List.of("1", "9", "10"), read.images().classNames());
    assertEquals(2, read.images().label(0));
    ImageSet test = read("9,1,2,3", 3, read.images().classNames(), read.options()).images();
    assertEquals(1, test.label(0));
  }

  @Test
  void otherFilesAreReadAsTheFirstWas() {
    CsvImages first = read("p0;p1;p2;label\n0.5;0;1;dog\n0;0.25;1;cat", AUTO);
    // All whole, no header: by itself it would be something else.
    CsvImages second = read("1;0;1;dog", 2, first.images().classNames(), first.options());
    assertEquals(1, second.images().label(0));
    assertArrayEquals(new float[] {1, 0, 1}, second.images().values(0));
    assertEquals(first.options(), second.options());
  }

  @Test
  void namesThatAreNumbersAreNotTakenForPlaces() {
    ImageSet images = read("1,1,2,3\n3,4,5,6", 3, List.of("1", "2", "3"), AUTO).images();
    assertEquals(0, images.label(0));
    assertEquals(2, images.label(1));
  }

  @Test
  void aLabelWithAPointCountsWhereItsColumnIsSure() {
    check(read("label,p0,p1,p2\n2.0,10,20,30\n1.0,40,50,60", AUTO));
    check(read("2.0,10,20,30\n1.0,40,50,60", AUTO.withLabel(Label.FIRST)));
  }

  @Test
  void numbersHaveTheBitsOfTheNearest() {
    CsvNumber number = new CsvNumber();
    for (String text :
        List.of(
            "0.1",
            "-2.5e-3",
            "+7",
            "1e22",
            "123456789012345678901234567890",
            "3.4028236e38",
            "0.000000000000000000000000000001",
            "9007199254740993",
            ".5",
            "5.",
            "1E5",
            "0e999")) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertTrue(number.parse(bytes, 0, bytes.length), text);
      assertEquals(Double.parseDouble(text), number.value, text);
    }
    for (String text :
        List.of("", "-", ".", "1d", "0x1p3", "NaN", "Infinity", "1e", "1e+", "1,0", "1 0", "--1")) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertFalse(number.parse(bytes, 0, bytes.length), text);
    }
  }
}
