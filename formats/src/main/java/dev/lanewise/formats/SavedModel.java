package dev.lanewise.formats;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.ParameterSpec;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.model.ModelSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A trained model as one safetensors file: parameters and buffers as F32 tensors under their names,
 * and as metadata {@code format}, {@code lanewise.model} (the description as in a model file),
 * {@code lanewise.provenance} and {@code lanewise.checksum}.
 *
 * <p>The checksum is the CRC-32C of description, provenance and tensors. A file that has none is
 * not checked: whoever changes tensors with other tools leaves it out. So that damage to the key
 * itself does not switch the check off, other keys that begin with {@code lanewise.}, or that are
 * nearly one of these, are refused.
 *
 * @param spec the description
 * @param network the network with its trained values
 * @param provenance where the values come from
 * @param checked whether the file had a checksum, which was right; true of a model that was not
 *     read
 */
public record SavedModel(ModelSpec spec, Network network, Provenance provenance, boolean checked) {

  static final String FORMAT = "lanewise-1";
  static final String FORMAT_KEY = "format";
  static final String MODEL_KEY = "lanewise.model";
  static final String PROVENANCE_KEY = "lanewise.provenance";
  static final String CHECKSUM_KEY = "lanewise.checksum";

  private static final String OWN = "lanewise.";

  private static final List<String> KEYS =
      List.of(FORMAT_KEY, MODEL_KEY, PROVENANCE_KEY, CHECKSUM_KEY);

  /** A model that comes from no file. */
  public SavedModel(ModelSpec spec, Network network, Provenance provenance) {
    this(spec, network, provenance, true);
  }

  /**
   * Writes a model as a whole, as {@link AtomicFile} does. Equal arguments make equal bytes.
   *
   * @throws IllegalArgumentException if the network is not one of the description's, or the
   *     description cannot be written (see {@link ModelJson#text})
   * @throws IOException if it cannot be written
   */
  public static void save(Path file, ModelSpec spec, Network network, Provenance provenance)
      throws IOException {
    content(spec, network, provenance).write(file);
  }

  /** What {@link #save} writes. */
  static SafeTensors content(ModelSpec spec, Network network, Provenance provenance) {
    if (!network.nodes().equals(Network.arrange(spec.input(), spec.layers()))) {
      throw new IllegalArgumentException(
          "The network must have the layers and shapes of the description. Received: another"
              + " network than "
              + spec.name());
    }
    List<Tensor> tensors = new ArrayList<>();
    for (Parameters part : List.of(network.parameters(), network.buffers())) {
      for (Parameter parameter : part.list()) {
        float[] values = part.copyOf(parameter);
        tensors.add(Tensor.ofFloats(parameter.name(), parameter.spec().shape(), values));
      }
    }
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(FORMAT_KEY, FORMAT);
    metadata.put(MODEL_KEY, ModelJson.text(spec));
    metadata.put(PROVENANCE_KEY, ProvenanceJson.text(provenance));
    metadata.put(CHECKSUM_KEY, checksum(metadata, tensors));
    return SafeTensors.of(metadata, tensors);
  }

  /**
   * Reads a model, with {@link FormatLimits#defaults}.
   *
   * @throws FormatException if it is not a sound safetensors file, has not been saved by {@link
   *     #save}, has tensors that are not the model's parameters, or has changed since
   * @throws IOException if it cannot be read
   */
  public static SavedModel load(Path file) throws IOException {
    return load(file, FormatLimits.defaults());
  }

  /**
   * Reads a model.
   *
   * @param file the file
   * @param limits how large its parts may be
   * @throws FormatException as {@link #load(Path)}
   * @throws IOException if it cannot be read
   */
  public static SavedModel load(Path file, FormatLimits limits) throws IOException {
    return of(SafeTensors.read(file, limits), file.toString(), limits);
  }

  /** Refuses keys that may be others with damage. */
  static void checkKeys(Map<String, String> metadata, List<String> known, String where) {
    for (String key : metadata.keySet()) {
      if (!known.contains(key)
          && (key.startsWith(OWN) || Suggestions.nearest(key, known).isPresent())) {
        throw new FormatException(
            "%s: the metadata has a key that is unknown, or damaged: %s. %s"
                .formatted(where, Json.shorten(key), Suggestions.hint(key, known)));
      }
    }
  }

  /** The model in a file's content. */
  static SavedModel of(SafeTensors content, String where) {
    return of(content, where, FormatLimits.defaults());
  }

  private static SavedModel of(SafeTensors content, String where, FormatLimits limits) {
    Map<String, String> metadata = content.metadata();
    String format = metadata.get(FORMAT_KEY);
    String model = metadata.get(MODEL_KEY);
    String history = metadata.get(PROVENANCE_KEY);
    if (!metadata.containsKey(MODEL_KEY) && !FORMAT.equals(format)) {
      throw new FormatException(
          "%s: a safetensors file, but not a model saved by Lanewise. Expected: metadata %s = %s."
                  .formatted(where, FORMAT_KEY, FORMAT)
              + " Received: "
              + (format == null ? "none" : Json.shorten(format)));
    }
    if (Checkpoint.FORMAT.equals(format)) {
      throw new FormatException(
          "%s: a checkpoint of a training, not a model. To go on with it: lanewise train --resume %s"
              .formatted(where, where));
    }
    if (!FORMAT.equals(format)) {
      throw new FormatException(
          "%s: the model must be of a format that this version reads. Expected: %s. Received: %s"
              .formatted(where, FORMAT, format == null ? "none" : Json.shorten(format)));
    }
    checkKeys(metadata, KEYS, where);
    if (model == null || history == null) {
      throw new FormatException(
          "%s: the metadata must have %s and %s. Received: %s"
              .formatted(
                  where, MODEL_KEY, PROVENANCE_KEY, Json.shorten(metadata.keySet().toString())));
    }
    String expected = metadata.get(CHECKSUM_KEY);
    if (expected != null && !expected.equals(checksum(metadata, content.tensors()))) {
      throw new FormatException(
          "%s: the content must be as it was saved; it is damaged or was changed. Expected:"
                  .formatted(where)
              + " %s = %s. Received: %s"
                  .formatted(
                      CHECKSUM_KEY, Json.shorten(expected), checksum(metadata, content.tensors())));
    }
    ModelSpec spec = ModelJson.parse(model, where + ": " + MODEL_KEY, limits);
    Provenance provenance = ProvenanceJson.parse(history, new Spot(where, PROVENANCE_KEY));
    checkTensors(spec, content, where);
    try {
      Network network = spec.network(0);
      restore(content, network);
      return new SavedModel(spec, network, provenance, expected != null);
    } catch (IllegalArgumentException e) {
      throw new FormatException(where + ": " + e.getMessage(), e);
    }
  }

  private static void restore(SafeTensors content, Network network) {
    Map<String, Tensor> tensors = byName(content);
    for (Parameters part : List.of(network.parameters(), network.buffers())) {
      for (Parameter parameter : part.list()) {
        Tensor tensor = tensors.get(parameter.name());
        if (tensor != null) {
          part.set(parameter, tensor.floats());
        }
      }
    }
  }

  /** Before any memory is reserved: a description may ask for more than any file has. */
  private static void checkTensors(ModelSpec spec, SafeTensors content, String where) {
    Map<String, Tensor> tensors = byName(content);
    Set<String> known = new LinkedHashSet<>();
    for (Network.Node node : Network.arrange(spec.input(), spec.layers())) {
      List<ParameterSpec> specs = new ArrayList<>(node.layer().parameters(node.input()));
      specs.addAll(node.layer().buffers(node.input()));
      for (ParameterSpec parameter : specs) {
        String name = node.name() + "." + parameter.name();
        known.add(name);
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
          throw new FormatException(
              "%s: tensor %s is missing. Expected: shape %s. Received: %s"
                  .formatted(
                      where, name, parameter.shape(), Json.shorten(tensors.keySet().toString())));
        }
        if (!tensor.shape().equals(parameter.shape())) {
          throw new FormatException(
              "%s: tensor %s must have the shape of its parameter. Expected: %s. Received: %s"
                  .formatted(where, name, parameter.shape(), tensor.shape()));
        }
        if (!tensor.type().isFloating()) {
          throw new FormatException(
              "%s: tensor %s must have a floating dtype. Expected: %s. Received: %s"
                  .formatted(where, name, DType.F32, tensor.type()));
        }
      }
    }
    for (String name : tensors.keySet()) {
      if (!known.contains(name)) {
        throw new FormatException(
            "%s: the model has no parameter for tensor %s. %s"
                .formatted(where, Json.shorten(name), Suggestions.hint(name, known)));
      }
    }
  }

  private static Map<String, Tensor> byName(SafeTensors content) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    content.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    return tensors;
  }

  private static String checksum(Map<String, String> metadata, List<Tensor> tensors) {
    return checksum(
        List.of(metadata.getOrDefault(MODEL_KEY, ""), metadata.getOrDefault(PROVENANCE_KEY, "")),
        tensors);
  }

  /** The CRC-32C of texts and tensors. */
  static String checksum(List<String> texts, List<Tensor> tensors) {
    CRC32C sum = new CRC32C();
    try (OutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), sum)) {
      for (String text : texts) {
        out.write(utf8(text));
      }
      Storage storage = new Storage();
      // By name: the order in a file is no content.
      for (Tensor tensor : tensors.stream().sorted(Comparator.comparing(Tensor::name)).toList()) {
        out.write(utf8(tensor.toString()));
        tensor.writeTo(out, storage);
      }
    } catch (IOException e) {
      throw new IllegalStateException("A checksum needs no device", e);
    }
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
