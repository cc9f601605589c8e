package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.formats.SafeTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a saved model's file holds, and what it does not. */
class SameFileTest {

  private static final String TRAIN = "train --limit 70 --test-limit 20 --epochs 1 --batch 32 ";

  @TempDir Path directory;

  @Test
  void theWholeFileIsTheSameWhateverThreadsAndKernelsAre() throws Exception {
    Program program = new Program(directory);
    byte[] first = null;
    for (String setting :
        new String[] {
          "--threads 1", "--threads 2", "--threads 3", "--simd scalar", "--simd 128", "--simd 256"
        }) {
      program.run((TRAIN + setting + " --out m.safetensors").split(" ")).good();
      byte[] bytes = Files.readAllBytes(directory.resolve("m.safetensors"));
      first = first == null ? bytes : first;
      assertArrayEquals(first, bytes, setting);
    }
  }

  @Test
  void aModelWithoutAChecksumIsSaidToBeUnchecked() throws Exception {
    SmallTraining small = SmallTraining.in(directory);
    small.run("train --model m.json --data csv:d.csv --out m.safetensors").good();
    SafeTensors content = SafeTensors.read(small.file("m.safetensors"));
    TreeMap<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.remove("lanewise.checksum");
    SafeTensors.of(metadata, content.tensors()).write(small.file("n.safetensors"));
    Program.Run run = small.run("summary n.safetensors").good();
    assertEquals(
        "lanewise: n.safetensors has no checksum: its content is not checked\n", run.err());
    assertEquals("", small.run("summary m.safetensors").good().err());
  }

  @Test
  void aModelBeyondAllMemoryIsRefusedWithWhatItNeeds() throws Exception {
    Files.writeString(
        directory.resolve("m.json"),
        "{\"name\":\"m\",\"input\":[1,2,2],\"layers\":[\"flatten\",{\"type\":\"dense\",\"outputs\":"
            + "130000000}]}");
    Program.Run run = new Program(directory).run("summary", "m.json");
    assertEquals(71, run.code(), run::err);
    assertTrue(
        run.error()
            .startsWith(
                "lanewise: m: its 650,000,000 parameters with their gradients need 4,959 MB of"
                    + " memory. Received: a heap of "),
        run::error);
  }
}
