package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() {
    program = new Program(directory);
  }

  @Test
  void summaryOfAPreset() {
    Program.Run run = program.run("summary", "mnist-convnet", "--json", "--plan").good();
    JsonObject json = run.json();
    assertEquals(1, run.out().lines().count());
    assertTrue(run.err().contains("Total params: 34,826"), run::err);
    assertEquals(34_826, json.get("parameters").getAsInt());
    assertEquals("[1,28,28]", json.get("input").toString());
    JsonObject layer = json.getAsJsonArray("layers").get(0).getAsJsonObject();
    assertEquals("conv1", layer.get("name").getAsString());
    assertEquals("Conv2d", layer.get("kind").getAsString());
    assertEquals("[32,26,26]", layer.get("output").toString());
    assertEquals(320, layer.get("parameters").getAsInt());
    assertTrue(json.get("plan").getAsString().contains("bytes a lane group of 16 images"));
    JsonObject file =
        JsonParser.parseString(program.run("summary", "mnist-convnet", "--as-model").good().out())
            .getAsJsonObject();
    assertEquals(file, json.getAsJsonObject("description"));
  }

  @Test
  void summaryListsThePresets() {
    Program.Run run = program.run("summary", "--list").good();
    List<String> names = run.out().lines().map(line -> line.split(" ")[0]).toList();
    assertEquals(Presets.all().stream().map(ModelSpec::name).toList(), names);
    Program.Run none = program.run("summary");
    assertEquals(64, none.code());
    assertTrue(none.error().endsWith(String.join(", ", names)), none::err);
  }

  @Test
  void dataSetsAreListedWithWhereTheyAre() throws Exception {
    Path mnist = Files.createDirectory(directory.resolve("mnist"));
    for (String name :
        List.of(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte")) {
      Files.createFile(mnist.resolve(name));
    }
    Program.Run run =
        program.with("LANEWISE_DATA", directory.toString()).run("data", "list", "--json").good();
    JsonArray sets = run.json().getAsJsonArray("data");
    assertEquals(5, sets.size());
    JsonObject first = sets.get(0).getAsJsonObject();
    assertEquals("mnist", first.get("name").getAsString());
    assertEquals(60_000, first.get("trainImages").getAsInt());
    assertEquals(
        mnist.resolve("train-images-idx3-ubyte").toString(), first.get("path").getAsString());
    assertTrue(sets.get(1).getAsJsonObject().get("path").isJsonNull());
    assertTrue(run.err().contains("not found; to download it: lanewise data fetch cifar10"));
  }

  @Test
  void theGeneratedDataSetIsDescribed() {
    JsonObject json = program.run("data", "info", "digits", "--json").good().json();
    JsonObject test = json.getAsJsonObject("test");
    assertEquals(2000, test.get("images").getAsInt());
    assertEquals("[200,200,200,200,200,200,200,200,200,200]", test.get("classCounts").toString());
    assertTrue(test.get("path").isJsonNull());
    assertEquals(1, test.getAsJsonArray("mean").size());
    String text = program.run("data", "info", "digits").good().out();
    assertTrue(text.contains("train: 10,000 images of 1x28x28, 10 classes"), text);
    assertTrue(text.contains("from made by the program"), text);
    Program.Run fetch = program.run("data", "fetch", "digits", "--json").good();
    assertEquals("[]", fetch.json().get("files").toString());
  }

  @Test
  void theDoctorSaysWhatIsInUse() {
    Program.Run run = program.run("doctor", "--json", "--threads", "2", "--simd", "128").good();
    JsonObject json = run.json();
    assertEquals("128", json.get("simd").getAsString());
    assertEquals("asked for by lanewise.simd=128", json.get("simdReason").getAsString());
    assertTrue(json.get("vectorModule").getAsBoolean());
    assertTrue(json.get("heapMegabytes").getAsLong() > 0);
    JsonArray peaks = json.getAsJsonArray("peaks");
    assertEquals(2, peaks.size());
    for (int i = 0; i < 2; i++) {
      JsonObject peak = peaks.get(i).getAsJsonObject();
      assertEquals(i + 1, peak.get("threads").getAsInt());
      assertTrue(peak.get("gflops").getAsDouble() > 0, peaks::toString);
    }
    for (String line : List.of("CPU ", "processors ", "SIMD ", "JVM options ", "FMA peak ")) {
      assertTrue(run.err().contains("\n" + line), run::err);
    }
  }

  @Test
  void aTrainingStepIsMeasured() {
    JsonObject json =
        program
            .run(
                "bench train --model scratch-max --batch 3 --threads 1 --seconds 0.02 --json"
                    .split(" "))
            .good()
            .json();
    assertEquals("scratch-max", json.get("model").getAsString());
    assertEquals(3, json.get("batch").getAsInt());
    assertEquals(1, json.get("threads").getAsInt());
    for (String name : List.of("samplesPerSecond", "gflops", "percentOfPeak")) {
      assertTrue(json.get(name).getAsDouble() > 0, json::toString);
    }
    assertTrue(json.get("allocatedBytesPerStep").getAsDouble() >= 0, json::toString);
  }

  @Test
  void thePeakIsMeasured() {
    Program.Run run = program.run("bench", "peak", "--seconds", "0.01", "--threads", "1").good();
    assertTrue(run.out().startsWith("FMA peak (SIMD "), run::out);
    assertEquals("FMA peak, 1 thread\n", run.err());
  }
}
