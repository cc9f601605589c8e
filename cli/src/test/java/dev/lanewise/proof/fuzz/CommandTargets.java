package dev.lanewise.proof.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lanewise.cli.CommandRuns;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.DataException;
import dev.lanewise.data.ImageFolder;
import dev.lanewise.data.ImageFolderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Folders' names, measurements, and whole commands. */
final class CommandTargets {

  private static final String BENCH =
      """
      {"format": "lanewise-bench-1", "version": "0.1", "commit": null,
       "machine": {"cpu": "some cpu", "processors": 2, "caches": ["L1 32K"], "jvmOptions": []},
       "simd": "512", "seconds": 0.15,
       "peaks": [{"gflops": 90.5, "threads": 1}],
       "kernels": [{"shape": "6x16x64", "threads": 1, "gflops": 80.25}],
       "training": [{"model": "digits-cnn", "batch": 32, "threads": 2, "samplesPerSecond": 4000}],
       "layers": [{"layer": "conv1", "forwardMicros": 10, "backwardMicros": 20.5}],
       "prediction": [{"model": "lenet5", "batch": 1, "threads": 1, "microsMedian": 55}]}
      """;

  private CommandTargets() {}

  /** Directories whose names come from the input, each with an image. */
  static Target folder() {
    byte[] image = Pngs.of(2, 2, 8, 0, new byte[] {0, 1, 2, 0, 3, 4});
    return new Target() {
      @Override
      public String name() {
        return "folder-names";
      }

      @Override
      public int weight() {
        return 4;
      }

      @Override
      public String ending() {
        return ".txt";
      }

      @Override
      public List<byte[]> seeds() {
        return List.of(
            "cat\ndog".getBytes(UTF_8),
            "a b\n\u00fcber\n.hidden\nx.y".getBytes(UTF_8),
            "one\ntwo\nthree\n4".getBytes(UTF_8));
      }

      @Override
      public List<byte[]> words() {
        return ModelTargets.words(
            ". .. ~ $HOME ; * , : train test val con nul a-b % %s %n {} \u3000");
      }

      @Override
      public Object read(Path file) throws IOException {
        Path root = file.resolveSibling("folder");
        delete(root);
        Files.createDirectory(root);
        TreeSet<String> made = new TreeSet<>();
        for (String name : new String(Files.readAllBytes(file), UTF_8).split("[\n/\0]", 6)) {
          try {
            Path directory = root.resolve(name);
            if (!name.isEmpty() && root.equals(directory.getParent()) && !name.startsWith(".")) {
              Files.createDirectories(directory);
              Files.write(directory.resolve("1.png"), image);
              made.add(name);
            }
          } catch (InvalidPathException | IOException e) {
            // No such name on this system.
            continue;
          }
        }
        List<String> read =
            ImageFolder.read(root, ImageFolderOptions.of(new Shape(1, 2, 2))).images().classNames();
        return List.of(List.copyOf(made), read);
      }

      @Override
      public boolean mayThrow(Throwable e) {
        return e instanceof DataException;
      }

      @Override
      public Optional<String> complaint(byte[] input, Object read) {
        List<?> both = (List<?>) read;
        return both.getFirst().equals(both.getLast())
            ? Optional.empty()
            : Optional.of("directories and classes: " + both);
      }
    };
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  static Target bench() {
    return new Target() {
      @Override
      public String name() {
        return "bench";
      }

      @Override
      public String ending() {
        return ".json";
      }

      @Override
      public List<byte[]> seeds() {
        return List.of(BENCH.getBytes(UTF_8), BENCH.replace("\n", "").getBytes(UTF_8));
      }

      @Override
      public List<byte[]> words() {
        return ModelTargets.words(
            "lanewise-bench-1 \"peaks\" \"machine\" [ ] { } , : \" null true 1e999 0 -1 gflops");
      }

      @Override
      public Object read(Path file) {
        return CommandRuns.measurements(file);
      }

      @Override
      public boolean mayThrow(Throwable e) {
        return CommandRuns.isRefusal(e);
      }
    };
  }

  /** A command that is given a file. */
  private record Command(
      String name,
      String ending,
      List<byte[]> seeds,
      List<byte[]> words,
      Optional<Target> inner,
      String... arguments)
      implements Target {

    @Override
    public int weight() {
      return 1;
    }

    @Override
    public Optional<byte[]> deepChange(byte[] seed, Mutator mutator) {
      return inner.flatMap(target -> target.deepChange(seed, mutator));
    }

    @Override
    public Object read(Path file) throws IOException {
      Path model = file.resolveSibling("model.safetensors");
      if (!Files.exists(model)) {
        Files.write(model, ModelTargets.plainModel());
        Files.writeString(file.resolveSibling("sound.json"), BENCH);
      }
      List<String> line = new ArrayList<>();
      for (String argument : arguments) {
        line.add(argument.replace("INPUT", file.getFileName().toString()));
      }
      return CommandRuns.run(file.getParent(), line.toArray(String[]::new));
    }

    @Override
    public boolean mayThrow(Throwable e) {
      return false;
    }

    @Override
    public Optional<String> complaint(byte[] input, Object read) {
      CommandRuns.Result result = (CommandRuns.Result) read;
      if (!result.isExpected()) {
        return Optional.of("exit code " + result.code() + ": " + result.err());
      }
      for (String line : result.out().split("\n")) {
        Optional<String> fault = line.isBlank() ? Optional.empty() : control(line);
        if (fault.isPresent()) {
          return Optional.of("a line of results " + fault.get() + ": " + line);
        }
      }
      List<String> errors = Arrays.stream(result.err().split("\n")).toList();
      if (result.code() != 0 && errors.size() != 1) {
        return Optional.of("%d lines of errors: %s".formatted(errors.size(), result.err()));
      }
      for (String line : errors) {
        Optional<String> fault =
            line.isBlank() && result.code() == 0 ? Optional.empty() : Fuzzer.messageFault(line);
        if (fault.isPresent()) {
          return Optional.of("a line of errors " + fault.get() + ": " + line);
        }
      }
      return Optional.empty();
    }

    /** Lines of results may be long. */
    private static Optional<String> control(String line) {
      return Fuzzer.messageFault(line).filter(fault -> fault.startsWith("has "));
    }
  }

  private static Command command(String name, Target inner, String arguments) {
    return new Command(
        name,
        inner.ending(),
        inner.seeds(),
        inner.words(),
        Optional.of(inner),
        arguments.split(" "));
  }

  static List<Target> all() {
    return List.of(
        folder(),
        bench(),
        command("run-summary", ModelTargets.savedModel(), "summary INPUT"),
        command("run-predict", ImageTargets.png(), "predict model.safetensors INPUT"),
        command("run-eval-csv", TableTargets.csv(), "eval model.safetensors --data csv:INPUT"),
        command("run-compare", bench(), "bench compare sound.json INPUT"));
  }
}
