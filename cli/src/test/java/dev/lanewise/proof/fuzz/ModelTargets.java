package dev.lanewise.proof.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lanewise.cli.CommandRuns;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.formats.Checkpoint;
import dev.lanewise.formats.FormatException;
import dev.lanewise.formats.ModelJson;
import dev.lanewise.formats.SafeTensors;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.formats.Sealing;
import dev.lanewise.formats.Tensor;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.train.TrainState;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.testkit.Widths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The parsers of the formats module. */
final class ModelTargets {

  private static final List<byte[]> WORDS =
      words(
          "__metadata__ format lanewise-1 lanewise-checkpoint-1 lanewise.model lanewise.provenance"
              + " lanewise.checksum lanewise.training lanewise.other dtype shape data_offsets F16"
              + " F32 F64 BF16 I64 I32 U8 BOOL { } [ ] , : \" \\ null true false -1 1e9 \"type\""
              + " conv2d dense flatten maxpool2d batchnorm add inputs name layers input channels"
              + " outputs kernel stride padding groups relu dropout rate epochs batch optimizer"
              + " learningRate schedule recipe loss data limit augment");

  private ModelTargets() {}

  static List<byte[]> words(String text) {
    return Arrays.stream(text.split(" ")).map(word -> word.getBytes(UTF_8)).toList();
  }

  private static ModelSpec spec(String text) {
    return ModelJson.parse(text, "spec");
  }

  /** Small models: a dense layer, a branch with normalisation, groups and a schedule. */
  static List<ModelSpec> specs() {
    return List.of(
        spec(
            """
            {"name": "plain", "input": [1, 2, 2], "layers": ["flatten", {"type": "dense", "outputs": 3}],
             "recipe": {"optimizer": {"type": "sgd", "learningRate": 0.1, "momentum": 0.5},
                        "epochs": 1, "batch": 4}}
            """),
        spec(
            """
            {"name": "branched", "description": "with a \\"branch\\" é", "input": [2, 5, 5],
             "layers": [{"type": "conv2d", "channels": 2, "kernel": 3, "padding": "same", "name": "a"},
                        {"type": "batchnorm", "name": "b"}, {"type": "relu", "name": "c"},
                        {"type": "add", "inputs": ["c", "a"]}, {"type": "maxpool2d", "kernel": 2},
                        "flatten", {"type": "dropout", "rate": 0.25}, {"type": "dense", "outputs": 3}],
             "recipe": {"optimizer": {"type": "adam", "learningRate": 0.01}, "epochs": 2, "batch": 5}}
            """));
  }

  /** What the program saves after a model's training on nine images. */
  private static byte[] trained(ModelSpec spec, String file) {
    try {
      Path directory = Files.createTempDirectory("lanewise-seed");
      try {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 9; i++) {
          text.append(i % 3);
          for (int p = 0; p < spec.input().elements(); p++) {
            text.append(',').append(i * 7 + p);
          }
          text.append('\n');
        }
        Files.writeString(directory.resolve("nine.csv"), text);
        Files.writeString(directory.resolve("m.json"), ModelJson.text(spec));
        CommandRuns.Result run =
            CommandRuns.run(
                directory,
                ("train --model m.json --data csv:nine.csv --seed 7 --out model.safetensors"
                        + " --checkpoint checkpoint.safetensors")
                    .split(" "));
        if (run.code() != 0) {
          throw new IllegalStateException(run.err());
        }
        return Files.readAllBytes(directory.resolve(file));
      } finally {
        try (Stream<Path> files = Files.walk(directory)) {
          for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What all of them share: messages in a FormatException. */
  private abstract static class FormatTarget implements Target {
    @Override
    public boolean mayThrow(Throwable e) {
      return e instanceof FormatException;
    }

    @Override
    public List<byte[]> words() {
      return WORDS;
    }

    @Override
    public String ending() {
      return ".safetensors";
    }
  }

  /** A safetensors file with its header's text changed and its length made to fit. */
  static byte[] withHeader(byte[] file, Mutator mutator) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] header = mutator.change(Arrays.copyOfRange(file, 8, 8 + length));
    byte[] values = Arrays.copyOfRange(file, 8 + length, file.length);
    return ByteBuffer.allocate(8 + header.length + values.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(values)
        .array();
  }

  static Target safeTensors() {
    return new FormatTarget() {
      @Override
      public String name() {
        return "safetensors";
      }

      @Override
      public List<byte[]> hostile() {
        return Hostile.safeTensors();
      }

      @Override
      public List<byte[]> seeds() {
        return List.of(
            SafeTensors.of(Map.of(), List.of()).bytes(),
            SafeTensors.of(
                    Map.of("a", "text", "b", "\u00e9"),
                    List.of(
                        Tensor.ofFloats("f", List.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}),
                        Tensor.ofDoubles("d", List.of(), new double[] {0.5}),
                        Tensor.ofLongs("l", List.of(2), new long[] {-1, 1L << 40}),
                        Tensor.ofBytes("u", List.of(0, 5), new byte[0]),
                        Tensor.ofInts("i", List.of(1, 1, 3), new int[] {1, 2, 3})))
                .bytes());
      }

      @Override
      public Optional<byte[]> deepChange(byte[] seed, Mutator mutator) {
        return Optional.of(withHeader(seed, mutator));
      }

      @Override
      public Object read(Path file) throws IOException {
        return SafeTensors.read(file);
      }

      @Override
      public Optional<String> complaint(byte[] input, Object read) {
        SafeTensors content = (SafeTensors) read;
        long bytes = 0;
        for (Tensor tensor : content.tensors()) {
          bytes += (long) tensor.size() * tensor.type().bytes();
        }
        if (bytes > input.length) {
          return Optional.of("%d bytes of values in %d".formatted(bytes, input.length));
        }
        boolean unicode =
            content.tensors().stream().allMatch(tensor -> isUnicode(tensor.name()))
                && content.metadata().entrySet().stream()
                    .allMatch(entry -> isUnicode(entry.getKey()) && isUnicode(entry.getValue()));
        return !unicode || SafeTensors.parse(content.bytes(), "again").equals(content)
            ? Optional.empty()
            : Optional.of("written and read again it is another content");
      }
    };
  }

  private static boolean isUnicode(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }

  private static Object values(Parameters parameters) {
    float[] values = parameters.values();
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  /** A change of one of the texts, under a checksum that fits. */
  private static Optional<byte[]> resealed(byte[] seed, Mutator mutator) {
    if (mutator.below(3) == 0) {
      return Optional.of(withHeader(seed, mutator));
    }
    SafeTensors content = SafeTensors.parse(seed, "seed");
    Map<String, String> texts = new TreeMap<>(content.metadata());
    List<String> keys =
        texts.keySet().stream()
            .filter(key -> key.startsWith("lanewise.") && !key.equals("lanewise.checksum"))
            .toList();
    String key = mutator.one(keys);
    texts.put(key, mutator.change(texts.get(key)));
    try {
      return Optional.of(Sealing.sealed(texts, content.tensors()).bytes());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Target savedModel() {
    return new FormatTarget() {
      @Override
      public String name() {
        return "saved-model";
      }

      @Override
      public List<byte[]> seeds() {
        return specs().stream().map(spec -> trained(spec, "model.safetensors")).toList();
      }

      @Override
      public Optional<byte[]> deepChange(byte[] seed, Mutator mutator) {
        return resealed(seed, mutator);
      }

      @Override
      public boolean isSummed(byte[] seed) {
        return true;
      }

      /** A file without a checksum is read as it is, and said to be unchecked. */
      @Override
      public boolean saysUnchecked(byte[] input) {
        return !SafeTensors.parse(input, "input").metadata().containsKey("lanewise.checksum");
      }

      @Override
      public Object read(Path file) throws IOException {
        SavedModel model = SavedModel.load(file);
        return List.of(
            ModelJson.text(model.spec()),
            model.provenance(),
            values(model.network().parameters()),
            values(model.network().buffers()));
      }

      @Override
      public Optional<String> complaint(byte[] input, Object read) {
        return again((String) ((List<?>) read).getFirst());
      }
    };
  }

  /** A description that was written must be read as what it says. */
  private static Optional<String> again(String text) {
    ModelSpec spec = ModelJson.parse(text, "again");
    return ModelJson.text(spec).equals(text)
        ? Optional.empty()
        : Optional.of("written and read again it is another description");
  }

  static Target checkpoints() {
    return new FormatTarget() {
      @Override
      public String name() {
        return "checkpoint";
      }

      @Override
      public List<byte[]> seeds() {
        return specs().stream().map(spec -> trained(spec, "checkpoint.safetensors")).toList();
      }

      @Override
      public Optional<byte[]> deepChange(byte[] seed, Mutator mutator) {
        return resealed(seed, mutator);
      }

      @Override
      public boolean isSummed(byte[] seed) {
        return true;
      }

      @Override
      public Object read(Path file) throws IOException {
        Checkpoint checkpoint = Checkpoint.load(file);
        String text = ModelJson.text(checkpoint.spec());
        boolean isOurs = specs().stream().anyMatch(spec -> ModelJson.text(spec).equals(text));
        if (isOurs) {
          goOn(checkpoint);
        }
        TrainState state = checkpoint.state();
        return List.of(
            text,
            checkpoint.provenance(),
            state.step(),
            state.epoch(),
            state.results(),
            Arrays.hashCode(state.parameters()),
            Arrays.hashCode(state.buffers()),
            state.slots().stream().map(Arrays::hashCode).toList());
      }

      /** A trainer refuses what does not fit it with an IllegalArgumentException. */
      private void goOn(Checkpoint checkpoint) {
        ModelSpec spec = checkpoint.spec();
        Network network = spec.network(1);
        try (BatchExecutor executor = new BatchExecutor(1)) {
          new Trainer(
                  network,
                  spec.loss(),
                  spec.recipe().optimizer(),
                  spec.recipe().trainOptions(7),
                  executor,
                  Widths.SCALAR)
              .resume(checkpoint.state());
        }
      }

      @Override
      public boolean mayThrow(Throwable e) {
        return e instanceof FormatException || e instanceof IllegalArgumentException;
      }
    };
  }

  static Target modelJson() {
    return new FormatTarget() {
      @Override
      public String name() {
        return "model-json";
      }

      @Override
      public List<byte[]> hostile() {
        return Hostile.modelJson();
      }

      @Override
      public String ending() {
        return ".json";
      }

      @Override
      public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        specs().forEach(spec -> seeds.add(ModelJson.text(spec).getBytes(UTF_8)));
        Presets.all().forEach(spec -> seeds.add(ModelJson.text(spec).getBytes(UTF_8)));
        return seeds;
      }

      @Override
      public Object read(Path file) throws IOException {
        return ModelJson.text(ModelJson.read(file));
      }

      @Override
      public Optional<String> complaint(byte[] input, Object read) {
        return again((String) read);
      }
    };
  }

  static List<Target> all() {
    return List.of(safeTensors(), savedModel(), checkpoints(), modelJson());
  }

  /** A saved model with an input of 1x2x2. */
  static byte[] plainModel() {
    return trained(specs().getFirst(), "model.safetensors");
  }
}
