package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

/** Damaged and doubtful CSV files, each refused with line and column. */
class CsvRefusedTest {

  private static final Shape SHAPE = new Shape(1, 1, 3);
  private static final CsvOptions AUTO = CsvOptions.defaults();
  private static final String NAMES = "--csv-labels names makes a class of each label that occurs";
  private static final String KINDS =
      "--csv-values levels is for numbers from 0 to 255 with decimals, numbers for any";

  @TempDir Path directory;

  private void fails(String where, String text, CsvOptions options) {
    fails(where, text.getBytes(StandardCharsets.UTF_8), List.of(), options);
  }

  private void fails(String where, byte[] bytes, List<String> names, CsvOptions options) {
    Path file = TestFiles.write(directory.resolve("x.csv"), bytes);
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        file + where,
        () -> CsvFile.read(file, SHAPE, 3, names, options));
  }

  private void pixel(int column, String received, String row) {
    fails(
        ", line 1, column %d: a pixel must be a whole number from 0 to 255. Received: %s"
            .formatted(column, received),
        row + "\n1,4,5,6\n2,7,8,9\n",
        AUTO);
  }

  @Test
  void aDamagedFirstLineIsNoHeader() {
    pixel(2, "nothing", "0,,2,3");
    pixel(3, "1O", "0,1,1O,3");
    pixel(4, "NaN", "0,1,2,NaN");
    pixel(2, "0xff", "0,0xff,2,3");
    pixel(2, "٣", "0,٣,2,3");
    pixel(2, "1,000", "0;\"1,000\";2;3".replace("\n", ""));
    pixel(3, "12abc", "0,1,12abc,3");
    fails(
        ", line 1, column 1: a label must be a number as that of the line after it. Received: O. "
            + NAMES,
        "O,1,2,3\n1,4,5,6\n",
        AUTO);
    fails(
        ", line 1, column 1: a label must be a whole number from 0 to 2. Received: nothing",
        ",1,2,3\n1,4,5,6\n",
        AUTO);
    fails(
        ", line 1, column 4: a label must be a number as that of the line after it. Received: x3. "
            + NAMES,
        "0,1,2,x3\n1,4,5,6\n",
        AUTO);
  }

  @Test
  void longNamesAreShortenedInMessages() {
    fails(
        ", line 1: the header must have a column label, class, target or y. Received: lab"
            + "9".repeat(37)
            + "..., p1, p2, p3. --csv-label says which column it is: first, last, its number or"
            + " its name",
        "lab" + "9".repeat(600) + ",p1,p2,p3\n0,1,2,3\n1,4,5,6\n",
        AUTO);
  }

  @Test
  void labelsThatAreNoneAreRefused() {
    String rule = ", line 2, column 1: a label must be a whole number from 0 to 2. Received: ";
    for (String bad : List.of("-1", "1.5", "NaN", "0x1", "cat", "")) {
      fails(rule + (bad.isEmpty() ? "nothing" : bad), "0,1,2,3\n" + bad + ",4,5,6\n", AUTO);
    }
    fails(
        ", line 3, column 1: a label must be a whole number from 0 to 2. Received: 3. If labels"
            + " begin at 1, or there are more classes, "
            + NAMES,
        "label,a,b,c\n1,1,2,3\n3,4,5,6\n",
        AUTO);
    fails(
        ", line 1, column 1: a label must be a whole number without a point. Received: 0.0."
            + " --csv-label says where the label is: first, last, or the column's number",
        "0.0,0.5,0.25,1\n0.0,0.5,0.5,2\n",
        AUTO);
    fails(
        ", line 3, column 1: a label must be a name as those before it. Received: 7. " + NAMES,
        "dog,1,2,3\ncat,4,5,6\n7,4,5,6\n",
        AUTO);
    fails(
        ", line 2, column 1: a label must be a name, without control characters. Received:"
            + " \\x1b[31mred",
        "dog,1,2,3\n\u001b[31mred,4,5,6\n",
        AUTO);
    fails(
        ", line 2, column 1: a label must be one of cat, dog. Received: bird",
        "dog,1,2,3\nbird,4,5,6\n".getBytes(StandardCharsets.UTF_8),
        List.of("cat", "dog"),
        AUTO);
  }

  @Test
  void headersThatLeaveDoubtsAreRefused() {
    String which = " --csv-label says which column it is: first, last, its number or its name";
    fails(
        ", line 1: the header must have a column label, class, target or y. Received: a, b, c, d."
            + which,
        "a,b,c,d\n0,1,2,3\n",
        AUTO);
    fails(
        ", line 1, column 4: only one column of the header may be called as one of labels."
            + " Received: class."
            + which,
        "label,p0,p1,class\n0,1,2,3\n",
        AUTO);
    fails(
        ", line 1, column 4: the label must be in column 1, as was said, but the header has it"
            + " here. Received: label. --csv-label with the column's number says that the header is"
            + " wrong",
        "p0,p1,p2,label\n0,1,2,3\n",
        AUTO.withLabel(Label.FIRST));
    fails(
        ", line 1, column 3: only one column of the header may be called as that of the labels."
            + " Received: a",
        "a,b,a,c\n0,1,2,3\n",
        AUTO.withLabel(Label.named("a")));
    fails(
        ", line 1: the header must have a column z. Received: a, b, c, d",
        "a,b,c,d\n0,1,2,3\n",
        AUTO.withLabel(Label.named("z")));
    fails(
        ", line 1: a column can be named only where the first line names the columns. Received: z,"
            + " and a first line of values",
        "0,1,2,3\n",
        AUTO.withLabel(Label.named("z")));
    fails(
        ", line 1: the column of labels must be 1 to 4. Received: 5",
        "0,1,2,3\n",
        AUTO.withLabel(Label.numbered(5)));
  }

  @Test
  void theLabelsColumnMustBePlain() {
    String rule =
        ", line 1: the column of labels must be plain. Received: a first column with gaps between"
            + " its numbers, and a last that has all from 0. --csv-label says which it is: first or"
            + " last";
    fails(rule, "0,5,9,1\n0,77,9,2\n0,9,6,0\n", AUTO);
    fails(rule, "0,5,9,1\n2,77,9,0\n2,9,6,0\n", AUTO);
  }

  @Test
  void valuesOfMixedKindsAreRefused() {
    fails(
        ", line 2, column 3: a value must be from 0 to 1 as those before it. Received: 1.5. "
            + KINDS,
        "0,0.5,0.5,1\n1,0.5,1.5,0\n",
        AUTO);
    fails(
        ", line 2, column 2: a pixel must be a whole number from 0 to 255. Received: 0.5. " + KINDS,
        "0,1,2,255\n1,0.5,5,0\n",
        AUTO);
    fails(
        ", line 1, column 2: a value with decimals must be from 0 to 1. Received: -0.5. " + KINDS,
        "0,-0.5,0.5,1\n1,0.5,0.5,0\n",
        AUTO);
    fails(
        ", line 2: the largest pixel of a file must be above 1, to be plain. Received: only 0 and 1"
            + " in all lines. --csv-values says what they are: bytes (of 0 to 255) or fractions (0"
            + " to 1)",
        "0,0,1,1\n1,1,0,0\n",
        AUTO);
    fails(
        ", line 1, column 3: a value must be a number from 0 to 1. Received: 2",
        "0,0,2,1\n",
        AUTO.withValues(Values.FRACTIONS));
    fails(
        ", line 1, column 3: a value must be a number from 0 to 255. Received: 255.5",
        "0,0,255.5,1\n",
        AUTO.withValues(Values.LEVELS));
    fails(
        ", line 1, column 3: a value must be a finite number. Received: 1e999",
        "0,0,1e999,1\n",
        AUTO.withValues(Values.NUMBERS));
    fails(
        ", line 1, column 2: a pixel must be a whole number from 0 to 255. Received: 0,5",
        "0;0,5;0,5;1\n",
        AUTO);
  }

  @Test
  void linesOfAnotherLengthSayWhatIsMissing() {
    String rule = "expected 4 fields, a label and the values of 1x1x3. Received: ";
    fails(", line 2: " + rule + "3", "0,1,2,3\n1,4,5", AUTO);
    fails(", line 2: " + rule + "6", "0,1,2,3\n1,4,5,6,7,8\n", AUTO);
    fails(
        ", line 1: " + rule + "5, of which the last is empty: a separator ends the line",
        "0,1,2,3,\n1,4,5,6,\n",
        AUTO);
    fails(
        ", line 1: " + rule + "5, of which the first is an index: leave that column out",
        ",label,a,b,c\n0,1,4,5,6\n",
        AUTO);
    fails(
        ", line 1: " + rule + "10, as of images of 1x3x3: --input 1x3x3 or a model of that input",
        "0,1,2,3,4,5,6,7,8,9\n",
        AUTO);
    fails(", line 1: " + rule + "7, divided by semicolons", "0;1;2;3;4;5;6\n", AUTO);
    fails(
        ", line 1: "
            + rule
            + "1. Fields are divided by commas, semicolons, tabs or vertical bars; --csv-separator"
            + " names another separator",
        "0 1 2 3\n",
        AUTO);
    fails(
        ", line 1: the separator must be one that is plain. Received: commas, semicolons, each of"
            + " which makes 4 fields. --csv-separator says which",
        "0;1,2;3,4;5,6\n",
        AUTO);
  }

  @Test
  void quotesCommentsAndOtherTextAreRefused() {
    fails(
        ", line 2, column 1: a quoted field must end on its line. Received: \"two",
        "dog,1,2,3\n\"two\nlines\",4,5,6\n",
        AUTO);
    fails(
        ", line 1, column 1: nothing may follow a closing quotation mark. Received: x,1,2,3",
        "\"a\"x,1,2,3\n",
        AUTO);
    fails(
        ", line 2: a line must be a label and values. Received: a comment, #",
        "0,1,2,3\n# made by hand\n1,4,5,6\n",
        AUTO);
    for (String first : List.of("#0,1,2,3", "# made by hand", "#label")) {
      fails(
          ", line 1: a line must be a label and values. Received: a comment, #",
          first + "\n1,4,5,6\n2,7,8,9\n",
          AUTO);
    }
    fails(
        ", line 2: must be text in UTF-8. Received: a zero byte, as of UTF-16 or a damaged file",
        "0,1,2,3\n1,\u0000,5,6\n",
        AUTO);
    String rule = ": must be text in UTF-8. Received: ";
    fails(
        rule + "text in UTF-16; save it as UTF-8",
        "\uFEFF0,1,2,3".getBytes(StandardCharsets.UTF_16LE),
        List.of(),
        AUTO);
    fails(
        rule + "text in UTF-16; save it as UTF-8",
        "0,1,2,3".getBytes(StandardCharsets.UTF_16),
        List.of(),
        AUTO);
    fails(
        rule + "a file compressed by gzip; unpack it first",
        TestFiles.gzip("0,1,2,3".getBytes(StandardCharsets.UTF_8)),
        List.of(),
        AUTO);
    fails(rule + "a ZIP archive or a workbook; save the table as CSV", "PK\u0003\u0004", AUTO);
    fails(
        ", line 1: must be text in UTF-8. Received: other bytes",
        "été,1,2,3".getBytes(StandardCharsets.ISO_8859_1),
        List.of(),
        AUTO);
  }

  @Test
  void whatIsOverALimitIsNamedWithIt() {
    CsvOptions tight = AUTO.withLimits(DataLimits.defaults().withText(64, 8));
    fails(
        ", line 2, column 2: a field may have at most 8 bytes. Received: 9",
        "0,1,2,3\n1,000000004,5,6\n",
        tight);
    fails(
        ", line 1: a line may have at most 64 bytes. Received: more",
        "0,1,2,3" + " ".repeat(60) + "\n",
        tight);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DataLimits.defaults().withText(0, 1));
    assertEquals(
        "Limits of data must be at least 1. Received: unpacked bytes 41943040, factor 8, line bytes"
            + " 0, field bytes 1",
        e.getMessage());
  }

  @Test
  void optionsThatCanNotBeAreRefused() {
    TestFiles.assertFails(
        DataException.Kind.USAGE,
        "The column of labels must be counted from 1, or have a name. Received: 0",
        () -> Label.numbered(0));
    TestFiles.assertFails(
        DataException.Kind.USAGE,
        "The column of labels must be counted from 1, or have a name. Received: no name",
        () -> Label.named(" "));
    fails(
        ", line 1, column 2: a pixel must be a whole number from 0 to 255. Received: p0",
        "label,p0,p1,p2\n0,1,2,3\n",
        AUTO.withHeader(Header.NO).withLabels(Labels.NAMES));
  }
}
