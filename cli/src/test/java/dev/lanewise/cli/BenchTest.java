package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lanewise.bench.BenchReport;
import dev.lanewise.bench.Section;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BenchTest {

  /** Tests of a module run in its folder. */
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() {
    program = new Program(directory);
  }

  private Program.Run run(String arguments) {
    return program.run(arguments.split(" "));
  }

  /** The members that the documentation lists for a list of rows, or for the machine. */
  private static List<String> documented(String name) throws IOException {
    String text = Files.readString(ROOT.resolve("docs/command-line.md"));
    String line =
        text.lines()
            .filter(row -> row.matches("\\| `" + name + "` \\|[^|]*\\| `[^|]*\\|"))
            .findFirst()
            .orElseThrow();
    Matcher members = Pattern.compile("`(\\w+)`").matcher(line.substring(line.lastIndexOf("| `")));
    return members.results().map(match -> match.group(1)).toList();
  }

  private static Class<?> row(Section section) {
    return switch (section) {
      case PEAK -> BenchReport.Peak.class;
      case BANDWIDTH -> BenchReport.Bandwidth.class;
      case KERNEL, GEMM -> BenchReport.Gemm.class;
      case CONV -> BenchReport.Conv.class;
      case POOL, ELEMENTWISE, LOSS, OPTIMIZER -> BenchReport.Stream.class;
      case TRAIN -> BenchReport.Training.class;
      case LAYERS -> BenchReport.Layer.class;
      case PREDICT -> BenchReport.Prediction.class;
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyMemberOfARowIsDocumented(Section section) throws IOException {
    assertEquals(
        Arrays.stream(row(section).getRecordComponents()).map(RecordComponent::getName).toList(),
        documented(section.rows()));
  }

  private static void assertRows(JsonObject json, Section section, int count) throws IOException {
    JsonArray rows = json.getAsJsonArray(section.rows());
    assertEquals(count, rows.size(), section::toString);
    for (JsonElement row : rows) {
      assertEquals(documented(section.rows()), List.copyOf(row.getAsJsonObject().keySet()));
    }
  }

  @Test
  void partsAreMeasuredAndTheMachineIsNamed() throws IOException {
    Program.Run run =
        run("bench --only pool,kernel,elementwise,loss,optimizer,layers,predict --seconds 0.001"
                + " --threads 1 --json --out here.json")
            .good();
    JsonObject json = run.json();
    assertEquals(1, run.out().lines().count());
    assertEquals(
        "[format, version, commit, machine, simd, simdReason, conv, threads, seconds, peaks,"
            + " kernels, pooling, elementwise, loss, optimizers, layers, prediction]",
        json.keySet().toString());
    assertEquals("lanewise-bench-1", json.get("format").getAsString());
    assertEquals(0.001, json.get("seconds").getAsDouble());
    JsonObject machine = json.getAsJsonObject("machine");
    assertEquals(documented("machine"), List.copyOf(machine.keySet()));
    assertEquals(Runtime.version().toString(), machine.get("jvmVersion").getAsString());
    assertRows(json, Section.PEAK, 1);
    assertRows(json, Section.KERNEL, 5);
    assertRows(json, Section.POOL, 4);
    assertRows(json, Section.ELEMENTWISE, 6);
    assertRows(json, Section.LOSS, 2);
    assertRows(json, Section.OPTIMIZER, 4);
    assertRows(json, Section.LAYERS, 10);
    assertRows(json, Section.PREDICT, 2);
    assertEquals(json, JsonParser.parseString(Files.readString(directory.resolve("here.json"))));
    for (String title :
        List.of(
            "Lanewise ",
            "FMA peak (SIMD ",
            "Micro-kernels",
            "Pooling",
            "Elementwise",
            "Loss",
            "Optimizers",
            "Layers of mnist-convnet",
            "Predictions")) {
      assertTrue(run.err().contains("\n" + title) || run.err().startsWith(title), run::err);
    }
    JsonObject same = run("bench compare here.json here.json --json").good().json();
    assertEquals("[]", same.get("different").toString());
    assertEquals(1, same.get("geometricMean").getAsDouble(), 1e-12);
    // All figures, two for each layer but the loss.
    assertEquals(1 + 5 + 4 + 6 + 2 + 4 + 19 + 2, same.getAsJsonArray("figures").size());
  }

  @Test
  void theOtherListsAreWrittenAsDocumented() throws IOException {
    JsonObject json =
        run("bench --only bandwidth,train --seconds 0.001 --threads 2 --json").good().json();
    assertRows(json, Section.PEAK, 2);
    assertRows(json, Section.BANDWIDTH, 32);
    assertRows(json, Section.TRAIN, 2);
    assertRows(run("bench gemm --seconds 0.001 --json").good().json(), Section.GEMM, 6);
  }

  @Test
  void layersOfASavedModelAreMeasured() throws IOException {
    run("train --model scratch-max --data digits --limit 32 --test-limit 16 --epochs 1 --out m")
        .good();
    JsonObject json =
        run("bench train --model m --batch 5 --threads 1 --seconds 0.01 --layers --json")
            .good()
            .json();
    assertEquals("scratch-max", json.get("model").getAsString());
    assertEquals(5, json.get("batch").getAsInt());
    assertTrue(json.keySet().containsAll(documented(Section.TRAIN.rows())), json::toString);
    assertRows(json, Section.LAYERS, 5);
    JsonObject predicted =
        run("bench predict --model m --batch 3 --threads 1 --seconds 0.01 --json").good().json();
    assertRows(predicted, Section.PREDICT, 1);
    JsonObject row = predicted.getAsJsonArray("prediction").get(0).getAsJsonObject();
    assertEquals("scratch-max", row.get("model").getAsString());
    assertTrue(row.get("microsP95").getAsDouble() >= row.get("microsMedian").getAsDouble());
  }

  @Test
  void aModelFileIsMeasured() throws IOException {
    Files.writeString(
        directory.resolve("tiny.json"),
        "{\"name\": \"tiny\", \"input\": [1, 3, 5], \"layers\": [\"flatten\","
            + " {\"type\": \"dense\", \"outputs\": 3}]}");
    JsonObject json =
        run("bench train --model tiny.json --batch 17 --threads 1 --seconds 0.01 --json")
            .good()
            .json();
    assertEquals("tiny", json.get("model").getAsString());
    Program.Run run =
        run("bench predict --model tiny.json --batch 1,17 --threads 1 --seconds 0.01").good();
    assertTrue(run.out().contains("tiny, batch 17 "), run::out);
  }

  @Test
  void measurementsAreComparedByWhatTheyAreAbout() throws IOException {
    write("a.json", "\"threads\": 1, \"gflops\": 100", "\"microsMedian\": 30", "25.0.3");
    write("b.json", "\"threads\": 1, \"gflops\": 150", "\"microsMedian\": 20", "26");
    Program.Run run = run("bench compare a.json b.json --json").good();
    JsonObject json = run.json();
    assertEquals(
        "[{\"what\":\"jvmVersion\",\"first\":\"25.0.3\",\"second\":\"26\"}]",
        json.get("different").toString());
    assertEquals(
        "[{\"what\":\"peak t1\",\"unit\":\"GFLOP/s\",\"first\":100.0,\"second\":150.0,"
            + "\"ratio\":1.5},{\"what\":\"predict lenet5, 1, t2\",\"unit\":\"us\","
            + "\"first\":30.0,\"second\":20.0,\"ratio\":1.5}]",
        json.get("figures").toString());
    assertEquals(1.5, json.get("geometricMean").getAsDouble(), 1e-12);
    assertTrue(run.err().contains("jvmVersion\n  first   25.0.3\n  second  26\n"), run::err);
    write("tab.json", "\"threads\": 1, \"gflops\": 150", "\"microsMedian\": 20", "2\\t6");
    Program.Run tab = run("bench compare a.json tab.json").good();
    assertTrue(tab.out().contains("  second  2\\x096\n"), tab::out);
    write("c.json", "\"threads\": 2, \"gflops\": 150", "\"microsMedian\": 0", "26");
    fails(
        65,
        "The files must have a figure in common. Received: a.json with 2, c.json with 1 figures",
        "bench compare a.json c.json");
  }

  private void write(String name, String peak, String prediction, String version)
      throws IOException {
    Files.writeString(
        directory.resolve(name),
        """
        {"format": "lanewise-bench-1", "machine": {"jvmVersion": "%s", "cores": null},
         "peaks": [{%s}],
         "prediction": [{"model": "lenet5", "batch": 1, "threads": 2, %s}]}
        """
            .formatted(version, peak, prediction));
  }

  private void fails(int code, String message, String arguments) {
    Program.Run run = run(arguments);
    assertEquals("lanewise: " + message, run.error());
    assertEquals(code, run.code());
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{\\}",
        "[]",
        "no",
        "{'format': 'lanewise-bench-1'}",
        "{'format': 'lanewise-bench-1', 'machine': {}, 'peaks': [{'threads': 1}]}",
        "{'format': 'lanewise-bench-1', 'machine': {}, 'peaks': [{'threads': 1, 'gflops': 'x'}]}",
        "{'format': 'lanewise-bench-1', 'machine': {}, 'peaks': 3}",
        "{'format': [], 'machine': {}}",
      })
  void otherFilesAreNoMeasurements(String text) throws IOException {
    Files.writeString(directory.resolve("x.json"), text.replace('\'', '"'));
    fails(
        65,
        "x.json must be what a lanewise bench command has written with --out or --json. Received:"
            + " something else",
        "bench compare x.json x.json");
  }

  @Test
  void whatCannotBeIsSaidBeforeItIsMeasured() {
    fails(
        64,
        "--only has no part gem. Did you mean gemm?",
        "bench --only peak,gem --out nowhere/x.json");
    fails(
        73,
        "Cannot write %s: its directory must exist. Received: %s"
            .formatted(directory.resolve("no/x.json"), directory.resolve("no")),
        "bench peak --out no/x.json");
    fails(66, "Measurements not found: a.json", "bench compare a.json b.json");
    fails(64, "--batch must be between 1 and 1048576. Received: 0", "bench predict --batch 1,0");
    fails(
        64,
        "--seconds must be above 0 and at most 3600. Received: NaN",
        "bench predict --seconds NaN");
    fails(66, "Model file not found: no.safetensors", "bench train --model no.safetensors");
    assertFalse(directory.resolve("no").toFile().exists());
  }

  @Test
  void theCommitIsThatOfTheCheckout() throws IOException {
    String hash = "0123456789abcdef0123456789abcdef01234567";
    Path main = Files.createDirectories(directory.resolve("main/.git/refs/heads/a")).resolve("b");
    Path file = Files.createFile(directory.resolve("main/program.jar"));
    assertEquals("Optional.empty", Commit.of(file).toString());
    Path git = directory.resolve("main/.git");
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/a/b\n");
    assertEquals("Optional.empty", Commit.of(file).toString());
    Files.writeString(git.resolve("packed-refs"), "# pack\n" + hash + " refs/heads/a/b\n");
    assertEquals(hash, Commit.of(file).orElseThrow());
    Files.writeString(main, hash.replace('0', 'f') + "\n");
    assertEquals(hash.replace('0', 'f'), Commit.of(file).orElseThrow());
    Path own = Files.createDirectories(git.resolve("worktrees/w"));
    Files.writeString(own.resolve("HEAD"), "ref: refs/heads/a/b\n");
    Files.writeString(own.resolve("commondir"), "../..\n");
    Path other = Files.createDirectories(directory.resolve("w/cli/target"));
    Files.writeString(directory.resolve("w/.git"), "gitdir: " + own + "\n");
    assertEquals(hash.replace('0', 'f'), Commit.of(other).orElseThrow());
    Files.writeString(own.resolve("HEAD"), hash + "\n");
    assertEquals(hash, Commit.of(other).orElseThrow());
    Files.writeString(own.resolve("HEAD"), "nonsense\n");
    assertEquals("Optional.empty", Commit.of(other).toString());
  }
}
