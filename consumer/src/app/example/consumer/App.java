package example.consumer;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.data.Digits;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.formats.ModelJson;
import dev.lanewise.formats.SafeTensors;
import dev.lanewise.formats.Tensor;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.train.Predictor;
import dev.lanewise.layers.train.TrainListener;
import dev.lanewise.layers.train.TrainOptions;
import dev.lanewise.layers.train.Trainer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** Reads a model, trains it for a few steps, predicts, and says with which bits. */
public final class App {

  private static final String MODEL =
      """
      {
        "name": "small",
        "input": [1, 28, 28],
        "layers": [
          {"type": "conv2d", "channels": 6, "kernel": 3, "bias": false},
          "batchnorm",
          "relu",
          {"type": "maxpool2d", "kernel": 2},
          "flatten",
          {"type": "dense", "outputs": 10}
        ]
      }
      """;

  private App() {}

  /** Prints what {@link #report} says. */
  public static void main(String[] args) {
    report().forEach(System.out::println);
  }

  /** The width of the kernels, and the bits of the weights and of a prediction. */
  public static List<String> report() {
    Simd simd = Simd.choose();
    ModelSpec model = ModelJson.parse(MODEL, "small");
    Network network = model.network(1);
    ImageSet images = Digits.generate(7, 70, Split.TRAIN);
    TrainOptions options = new TrainOptions(1, 32, 1, true, 0);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      new Trainer(network, model.loss(), Adam.of(2e-3), options, executor, simd)
          .train(images, Optional.empty(), new TrainListener() {});
    }
    float[] prediction =
        new Predictor(network, Predictor.Output.PROBABILITIES, simd).predict(images.values(3));
    return List.of(
        simd.width().toString(),
        "weights " + checksum(file(network)),
        "prediction " + checksum(tensor("prediction", prediction)));
  }

  private static byte[] file(Network network) {
    List<Tensor> tensors = new ArrayList<>();
    for (Parameter parameter : network.parameters().list()) {
      float[] values = network.parameters().copyOf(parameter);
      tensors.add(Tensor.ofFloats(parameter.name(), List.of(values.length), values));
    }
    return SafeTensors.of(Map.of(), tensors).bytes();
  }

  private static byte[] tensor(String name, float[] values) {
    Tensor tensor = Tensor.ofFloats(name, List.of(values.length), values);
    return SafeTensors.of(Map.of(), List.of(tensor)).bytes();
  }

  private static String checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
