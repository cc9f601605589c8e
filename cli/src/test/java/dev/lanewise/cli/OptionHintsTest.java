package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options: what is said to slips, what repeated ones mean, what values they may have. */
class OptionHintsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train -e 5|Unknown option -e. Did you mean --epochs?",
        "train -e5|Unknown option -e5. Did you mean --epochs?",
        "train -epochs 5|Unknown option -epochs. Did you mean --epochs?",
        "train -epochs=5|Unknown option -epochs. Did you mean --epochs?",
        "train \u2014epochs 5|Unknown option \u2014epochs. Did you mean --epochs?",
        "train --epoch 5|Unknown option --epoch. Did you mean --epochs?",
        "train -q|Unknown option -q. Did you mean --quiet?",
        "train --bs 5|Unknown option --bs. Did you mean --batch?",
        "train --batch-size 5|Unknown option --batch-size. Did you mean --batch?",
        "train --batch_size=5|Unknown option --batch_size. Did you mean --batch?",
        "train --learning-rate 5|Unknown option --learning-rate. Did you mean --lr?",
        "train -lr 5|Unknown option -lr. Did you mean --lr?",
        "train -out x|Unknown option -out. Did you mean --out?",
        "train --output x|Unknown option --output. Did you mean --out?",
        "train --OUT x|Unknown option --OUT. Did you mean --out?",
        "predict m --output=x|Unknown option --output. Did you mean --out?",
        "predict m -k 2|Unknown option -k. Did you mean --top?",
        "predict m --skip a|Unknown option --skip. Did you mean --skip-unreadable?",
        "bench train --thr 1|Unknown option --thr. Did you mean --threads?",
        "train --nonsense|Unknown option --nonsense. See: lanewise train --help",
        "eval m --learning-rate 5|Unknown option --learning-rate. See: lanewise eval --help",
        "--json train|Options must follow the last command. Received --json before train",
        "--train|Unknown option --train. Did you mean the command train?",
        "tain|Unknown command tain. Did you mean train?",
      })
  void aSlipIsAnsweredInOneShortLine(String arguments, String message) {
    Program.Run run = new Program(directory).run(arguments.split(" "));
    assertEquals("lanewise: " + message, run.error());
    assertEquals(64, run.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"peak", "gemm", "conv", "train", "predict", "peak,gemm"})
  void aValueMayBeTheNameOfASubcommand(String part) {
    String tooShort = "lanewise: --seconds must be";
    Program program = new Program(directory);
    Program.Run apart = program.run("bench", "--only", part, "--seconds", "-1");
    assertTrue(apart.error().startsWith(tooShort), apart.error());
    Program.Run joined = program.run("bench", "--only=" + part, "--seconds", "-1");
    assertTrue(joined.error().startsWith(tooShort), joined.error());
  }

  @Test
  void aPartIsMeasuredAlone() {
    JsonObject json =
        new Program(directory)
            .run("bench", "--only", "peak", "--seconds", "0.001", "--threads", "1", "--json")
            .good()
            .json();
    assertTrue(json.has("peaks") && !json.has("gemm"), json::toString);
  }

  @Test
  void theLastOfARepeatedOptionWins() {
    JsonObject json =
        new Program(directory)
            .run(
                ("train --epochs 3 --limit 20 --test-limit 20 --out a.safetensors --json --epochs 1"
                        + " --out b.safetensors --json --seed 1 --seed=2")
                    .split(" "))
            .good()
            .json();
    assertEquals(1, json.get("epochs").getAsInt());
    assertEquals(2, json.get("seed").getAsInt());
    assertEquals("b.safetensors", json.get("output").getAsString());
  }

  @Test
  void quietLeavesResultsAndErrors() {
    Program program = new Program(directory);
    String train = "train --epochs 2 --limit 20 --test-limit 20 --out m.safetensors";
    Program.Run loud = program.run(train.split(" ")).good();
    assertTrue(loud.out().contains("epoch 1/2"), loud::out);
    Program.Run quiet = program.run((train + " --quiet").split(" ")).good();
    assertEquals("", quiet.err());
    assertTrue(
        quiet.out().matches("test: loss \\S+, accuracy \\S+ \\(20 images\\)\\Rsaved: m.*\\R"));
    assertTrue(quiet.out().lines().allMatch(loud.out().lines().toList()::contains), quiet::out);
    Program.Run json = program.run((train + " --quiet --json").split(" ")).good();
    assertEquals("", json.err());
    assertEquals(1, json.out().lines().count());
    Program.Run error = program.run("eval", "no.safetensors", "--quiet");
    assertEquals("lanewise: Model file not found: no.safetensors", error.error());
  }
}
