package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.formats.RecipeWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line, the right code, nothing on stdout, no file left: whatever is wrong. */
class BadInputTest {

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() {
    program = new Program(directory);
  }

  private void fails(int code, String message, String... args) throws Exception {
    List<Path> before = files();
    Program.Run run = program.run(args);
    assertEquals("lanewise: " + message, run.error());
    assertEquals(code, run.code(), run::err);
    assertEquals("", run.out());
    assertEquals(before, files());
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --epoch 3|Unknown option --epoch. Did you mean --epochs?",
        "train --epoch=3|Unknown option --epoch. Did you mean --epochs?",
        "train --trheads 1|Unknown option --trheads. Did you mean --threads?",
        "eval --jsno x|Unknown option --jsno. Did you mean --json?",
        "tran|Unknown command tran. Did you mean train?",
        "trian --help|Unknown command trian. Did you mean train?",
        "help evla|Unknown command evla. Did you mean eval?",
        "data fecth mnist|Unknown command fecth. Did you mean fetch?",
        "bench pek|Unknown command pek. Did you mean peak?",
        "train --model lenet|Unknown model lenet. Did you mean lenet5?",
        "summary mnist-convnt|Unknown model mnist-convnt. Did you mean mnist-convnet?",
        "train --data mnits|Unknown data set mnits. Did you mean mnist?",
        "data info cifar|Unknown data set cifar. Did you mean cifar10?",
        "data fetch digit|Unknown data set digit. Did you mean digits?",
        "train --optimizer adma|Unknown optimizer adma. Did you mean adam?",
        "train --simd 265|--simd must be scalar, 128, 256, 512 or max. Received: 265. Did you mean"
            + " 256?",
        "train --conv winogard|--conv must be auto, direct or winograd. Received: winogard. Did you"
            + " mean winograd?",
        "train --val-mode frist|--val-mode must be last, random or stratified. Received: frist."
            + " Expected one of: last, random, stratified",
      })
  void theNearestNameIsGiven(String arguments, String message) throws Exception {
    fails(64, message, arguments.split(" "));
  }

  @Test
  void whereNoNameIsNearAllAreListed() throws Exception {
    fails(
        64,
        "Unknown optimizer newton. Expected one of: "
            + String.join(", ", RecipeWords.OPTIMIZERS.names()),
        "train",
        "--optimizer",
        "newton");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs 0|--epochs must be at least 1. Received: 0",
        "--epochs -3|--epochs must be at least 1. Received: -3",
        "--epochs many|--epochs must be a whole number. Received: many",
        "--epochs|--epochs needs a value (N). Received: none",
        "--epochs --lr 0.1|--epochs needs a value. Received: the option --lr",
        "--batch 0|--batch must be between 1 and 1048576. Received: 0",
        "--batch 1048577|--batch must be between 1 and 1048576. Received: 1048577",
        "--threads 0|--threads must be between 1 and 1024. Received: 0",
        "--threads 1025|--threads must be between 1 and 1024. Received: 1025",
        "--limit 0|--limit must be at least 1. Received: 0",
        "--limit 10001|--limit must be at most 10000, the number of training images of digits."
            + " Received: 10001",
        "--test-limit 0|--test-limit must be at least 1. Received: 0",
        "--test-limit 2001|--test-limit must be at most 2000, the number of test images of digits."
            + " Received: 2001",
        "--lr 0|--lr must be positive and finite. Received: 0.0",
        "--lr -0.1|--lr must be positive and finite. Received: -0.1",
        "--lr NaN|--lr must be positive and finite. Received: NaN",
        "--lr Infinity|--lr must be positive and finite. Received: Infinity",
        "--val 1|--val must be at least 0 and less than 1. Received: 1.0",
        "--val -0.5|--val must be at least 0 and less than 1. Received: -0.5",
        "--log-every -1|--log-every must be at least 0. Received: -1",
        "--seed x|--seed must be a whole number. Received: x",
        "--epochs 99999999999|--epochs must be a whole number of 32 bits. Received: 99999999999",
        "--lr fast|--lr must be a number. Received: fast",
        "--class-weights 1,x|--class-weights must be a number. Received: x",
        "more|Unexpected argument: more. See: lanewise train --help",
        "--model a.safetensors|A preset or a .json file is needed. Received: a.safetensors. The"
            + " description in a saved model: lanewise summary a.safetensors --as-model",
      })
  void numbersOutOfRangeAndWordsOutOfPlace(String arguments, String message) throws Exception {
    fails(64, message, ("train " + arguments).split(" "));
  }

  @Test
  void otherCommandsCheckTheirNumbers() throws Exception {
    fails(64, "--limit must be at least 1. Received: 0", "eval", "m.safetensors", "--limit", "0");
    fails(
        64, "--top must be at least 1. Received: 0", "predict", "m.safetensors", "--top", "0", "a");
    fails(
        64,
        "predict needs image files, or --index for images of a data set. Received: neither",
        "predict",
        "m.safetensors");
    fails(
        64,
        "predict needs image files, or --index for images of a data set. Received: both",
        "predict",
        "m.safetensors",
        "a.png",
        "--index",
        "1");
    fails(64, "Missing required parameter: 'MODEL.safetensors'", "eval");
    fails(
        64,
        "A saved model (.safetensors) is needed. Received: lenet5. To make one: lanewise train"
            + " --model lenet5",
        "eval",
        "lenet5");
    fails(
        64,
        "--seconds must be above 0 and at most 3600. Received: 0.0",
        "bench",
        "train",
        "--seconds",
        "0");
  }

  @Test
  void whatIsNotThere() throws Exception {
    fails(66, "Model file not found: no.safetensors", "eval", "no.safetensors");
    fails(66, "Model file not found: no.json", "train", "--model", "no.json");
    fails(66, "Model file not found: a/b", "summary", "a/b");
    Files.createDirectory(directory.resolve("d.safetensors"));
    fails(
        66,
        "A model file must be a file that can be read. Received: d.safetensors (a directory)",
        "eval",
        "d.safetensors");
    Path nowhere = directory.resolve("nowhere");
    Program.Run run = program.run("train", "--data", "mnist", "--data-dir", nowhere.toString());
    assertEquals(66, run.code());
    assertTrue(
        run.error()
            .startsWith("lanewise: mnist was not found. Expected: train-images-idx3-ubyte[.gz]"),
        run::err);
    assertTrue(run.error().contains("Searched: " + nowhere + " (does not exist)"), run::err);
    assertTrue(run.error().endsWith("lanewise data fetch mnist"), run::err);
  }

  @Test
  void outputsThatCannotBe() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "text");
    fails(
        73,
        "Cannot write %s: its directory must exist. Received: %s"
            .formatted(directory.resolve("no/m.safetensors"), directory.resolve("no")),
        "train",
        "--out",
        "no/m.safetensors");
    fails(
        73,
        "Cannot write %s: it must be a file. Received: a directory".formatted(directory),
        "train",
        "--out",
        directory.toString());
    fails(
        73,
        "Cannot write %s: what should be its directory is a file. Received: %s"
            .formatted(directory.resolve("file/m"), file),
        "train",
        "--out",
        "file/m");
    assertEquals("text", Files.readString(file));
    Path link = directory.resolve("link.safetensors");
    Path nowhere = directory.resolve("gone/m.safetensors");
    Files.createSymbolicLink(link, nowhere);
    fails(
        73,
        "Cannot write %s: the symbolic link must lead to a file. Received: %s"
            .formatted(link, nowhere),
        "train",
        "--out",
        link.toString());
  }

  @Test
  void modelsThatDoNotFitTheData() throws Exception {
    Files.writeString(
        directory.resolve("m.json"),
        """
        {"name": "pixels", "input": [1, 28, 28], "layers": ["flatten"],
         "recipe": {"data": {"dataset": "digits"}, "optimizer": {"type": "adam"}}}
        """);
    fails(
        65,
        "The last layer of pixels must give a value for each class of digits. Expected: 10."
            + " Received: 784",
        "train",
        "--model",
        "m.json");
    fails(
        65,
        "scratch-dense does not fit cifar10: Layer reshape1 (Reshape, input 5x30x30): Reshape must"
            + " keep the number of values. Expected: 3380, for 3380x1x1. Received: 4500, from"
            + " 5x30x30",
        "train",
        "--model",
        "scratch-dense",
        "--data",
        "cifar10");
  }

  @Test
  void damagedModelFiles() throws Exception {
    Files.writeString(directory.resolve("m.safetensors"), "no");
    Program.Run saved = program.run("eval", "m.safetensors");
    assertEquals(65, saved.code());
    assertTrue(
        saved.error().startsWith("lanewise: " + directory.resolve("m.safetensors") + ": "),
        saved::err);
    Files.writeString(directory.resolve("m.json"), "{\"layers\": [}");
    Program.Run json = program.run("train", "--model", "m.json");
    assertEquals(65, json.code());
    assertTrue(json.error().startsWith("lanewise: " + directory.resolve("m.json")), json::err);
  }

  @Test
  void aModelFilesUnknownDataSetIsTheFilesFault() throws Exception {
    String text = program.run("summary", "digits-cnn", "--as-model").good().out();
    Files.writeString(directory.resolve("m.json"), text.replace("\"digits\"", "\"digist\""));
    fails(
        65, "m.json: Unknown data set digist. Did you mean digits?", "train", "--model", "m.json");
  }

  @Test
  void damagedData() throws Exception {
    Path mnist = Files.createDirectory(directory.resolve("mnist"));
    for (String name :
        List.of(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte")) {
      Files.write(mnist.resolve(name), new byte[] {0, 0, 8, 3, 0});
    }
    Program.Run run =
        program.with("LANEWISE_DATA", directory.toString()).run("train", "--model", "lenet5");
    assertEquals(65, run.code(), run::err);
    assertTrue(run.error().startsWith("lanewise: " + mnist.resolve("train-")), run::err);
    Path file = Files.writeString(directory.resolve("file"), "text");
    Program.Run fetch = program.run("data", "fetch", "mnist", "--data-dir", file.toString());
    assertEquals(74, fetch.code(), fetch::err);
    assertTrue(fetch.error().contains(file.toString()), fetch::err);
  }

  @Test
  void aLossThatIsNotFiniteNamesStepAndLayer() throws Exception {
    Program.Run run =
        program.run(
            "train", "--model", "scratch-max", "--data", "digits", "--limit", "33", "--lr", "1e6");
    assertEquals(76, run.code());
    assertTrue(
        run.error()
            .matches(
                "lanewise: The loss must be finite. Received: (NaN|Infinity) at step \\d+ \\(epoch"
                    + " 1\\); it began in (conv1|fc1|the loss). A smaller learning rate may"
                    + " help\\."),
        run::err);
    assertEquals(List.of(directory), files());
  }

  @Test
  void noMemoryAndFaultsOfTheProgram() {
    StringWriter err = new StringWriter();
    PrintWriter writer = new PrintWriter(err, true);
    Failures failures = new Failures(program.session(writer, writer));
    assertEquals(71, failures.report(new OutOfMemoryError("Java heap space"), null));
    assertTrue(err.toString().startsWith("lanewise: Out of memory: the heap of "), err::toString);
    assertTrue(err.toString().contains("LANEWISE_OPTS=-Xmx8g"), err::toString);
    assertEquals(1, err.toString().lines().count());

    err.getBuffer().setLength(0);
    assertEquals(70, failures.report(new IllegalStateException("two\nlines"), null));
    assertEquals(
        "lanewise: internal error: IllegalStateException: two. To see where it came from:"
            + " LANEWISE_TRACE=1 lanewise ...\n",
        err.toString());

    err.getBuffer().setLength(0);
    program.with("LANEWISE_TRACE", "1");
    new Failures(program.session(writer, writer)).report(new IllegalStateException("x"), null);
    assertTrue(err.toString().contains("\tat " + BadInputTest.class.getName()), err::toString);
  }

  @Test
  void theOptionShowsWhereAnErrorCameFrom() {
    StringWriter err = new StringWriter();
    PrintWriter writer = new PrintWriter(err, true);
    assertEquals(66, Cli.run(program.session(writer, writer), "eval", "no.safetensors", "--trace"));
    assertTrue(err.toString().contains("\tat dev.lanewise.cli.Models."), err::toString);
  }

  @Test
  void aStandardOutputThatIsFullIsAnError() {
    StringWriter err = new StringWriter();
    Session session =
        program.session(new PrintWriter(new FullDisk(), true), new PrintWriter(err, true));
    assertEquals(74, Cli.run(session, "data", "list"));
    assertEquals("lanewise: Standard output could not be written to.\n", err.toString());
  }

  /** Takes nothing. */
  private static final class FullDisk extends Writer {

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void aLossThatTheOnlyStepSpoilsIsNoSuccess() throws Exception {
    Program.Run run =
        program.run(
            "train --lr 1e30 --limit 64 --test-limit 32 --epochs 1 --out m.safetensors".split(" "));
    assertEquals(76, run.code(), run.err());
    assertTrue(run.err().contains("after step 1 (epoch 1); it began in "), run.err());
    assertFalse(Files.exists(directory.resolve("m.safetensors")));
  }

  @Test
  void optionsOfACommandThatDoesNotRunAreRefused() throws Exception {
    fails(
        64,
        "Options must follow the last command. Received --json before peak",
        "bench",
        "--json",
        "peak");
  }

  @Test
  void anyNameOfAModelMakesAPlainFileName() throws Exception {
    Files.writeString(
        directory.resolve("odd.json"),
        "{\"name\": \"../a\\nb/c\", \"input\": [1, 28, 28], \"layers\": [\"flatten\","
            + " {\"type\": \"dense\", \"outputs\": 10}]}");
    program.run("train --model odd.json --limit 20 --test-limit 20 --epochs 1".split(" ")).good();
    Path saved = directory.resolve("a-b-c-digits.safetensors");
    assertTrue(Files.exists(saved));
    Files.move(saved, directory.resolve("renamed"));
    assertEquals(
        7850,
        program.run("summary", "renamed", "--json").good().json().get("parameters").getAsInt());
  }
}
