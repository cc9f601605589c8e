package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Add;
import dev.lanewise.layers.Concat;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Multiply;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Conv1d;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.ConvTranspose2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.linear.DepthwiseConv2d;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.pool.AvgPool1d;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.pool.MaxPool1d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.pool.Pool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Layers as JSON. */
final class LayerJson {

  private static final int LONGEST_NAME = 500;

  private static final List<String> POOL =
      List.of("name", "kernel", "stride", "padding", "ceilMode", "countPadding");
  private static final List<String> NAME = List.of("name");
  private static final BatchNorm USUAL_NORM = new BatchNorm();

  private static final Map<String, List<String>> OWN_KEYS =
      Map.ofEntries(
          Map.entry(
              "conv2d",
              List.of(
                  "name",
                  "channels",
                  "kernel",
                  "stride",
                  "dilation",
                  "padding",
                  "groups",
                  "bias",
                  "weightInit",
                  "biasInit")),
          Map.entry("conv1d", ConvJson.KEYS.get("conv1d")),
          Map.entry("convtranspose2d", ConvJson.KEYS.get("convtranspose2d")),
          Map.entry("depthwiseconv2d", ConvJson.KEYS.get("depthwiseconv2d")),
          Map.entry("maxpool1d", ConvJson.KEYS.get("maxpool1d")),
          Map.entry("avgpool1d", ConvJson.KEYS.get("avgpool1d")),
          Map.entry("dense", List.of("name", "outputs", "bias", "weightInit", "biasInit")),
          Map.entry("maxpool2d", POOL),
          Map.entry("avgpool2d", POOL),
          Map.entry("flatten", NAME),
          Map.entry("reshape", List.of("name", "shape")),
          Map.entry("dropout", List.of("name", "rate")),
          Map.entry("relu", NAME),
          Map.entry("relu6", NAME),
          Map.entry("add", NAME),
          Map.entry("concat", NAME),
          Map.entry("multiply", NAME),
          Map.entry("batchnorm", List.of("name", "eps", "momentum", "affine", "frozen")),
          Map.entry("sigmoid", NAME),
          Map.entry("tanh", NAME),
          Map.entry("softmax", NAME));

  static final Map<String, List<String>> KEYS =
      join(OWN_KEYS, ImageLayerJson.KEYS, ActivationJson.KEYS);

  private LayerJson() {}

  /** All families' types; any layer may say what it reads. */
  @SafeVarargs
  private static Map<String, List<String>> join(Map<String, List<String>>... families) {
    Map<String, List<String>> all = new TreeMap<>();
    for (Map<String, List<String>> family : families) {
      family.forEach(
          (type, keys) -> {
            List<String> known = new ArrayList<>(keys);
            known.add(GraphJson.KEY);
            all.put(type, List.copyOf(known));
          });
    }
    return Collections.unmodifiableMap(all);
  }

  /** The layer at an index of the list. */
  static Named read(JsonElement element, Spot file, int index) {
    Spot spot = file.at("layers[" + index + "]");
    Typed typed = Typed.of(element, spot, "layer", KEYS);
    JsonElement given = typed.object().get("name");
    String name =
        given != null && Fields.isText(given) ? " " + Json.quote(given.getAsString()) : "";
    Fields fields =
        typed.fields(file.at("layers[%s] (%s%s)".formatted(index, typed.type(), name)), KEYS);
    Layer layer = fields.make(() -> layer(typed.type(), fields));
    return new Named(
        fields.has("name") ? Optional.of(checkedName(fields)) : Optional.empty(), layer);
  }

  /** A tensor's name, which has the layer's in it, may not be longer either. */
  private static String checkedName(Fields fields) {
    String name = fields.text("name");
    if (name.length() > LONGEST_NAME) {
      throw fields
          .spot()
          .bad(
              "name may have at most %s characters. Received: %s"
                  .formatted(LONGEST_NAME, name.length()));
    }
    return name;
  }

  private static Layer layer(String type, Fields fields) {
    return switch (type) {
      case "conv2d" -> conv2d(fields);
      case "conv1d", "convtranspose2d", "depthwiseconv2d", "maxpool1d", "avgpool1d" ->
          ConvJson.read(type, fields);
      case "dense" ->
          new Dense(
              fields.whole("outputs"),
              fields.flag("bias", true),
              initializer(fields, "weightInit"),
              initializer(fields, "biasInit"));
      case "maxpool2d" -> new MaxPool2d(pool(fields));
      case "avgpool2d" -> new AvgPool2d(pool(fields));
      case "flatten" -> new Flatten();
      case "reshape" -> new Reshape(shape(fields, "shape"));
      case "dropout" -> new Dropout(fields.number("rate"));
      case "relu" -> new Relu();
      case "relu6" -> new Relu6();
      case "add" -> new Add();
      case "concat" -> new Concat();
      case "multiply" -> new Multiply();
      case "batchnorm" ->
          new BatchNorm(
              fields.number("eps", USUAL_NORM.eps()),
              fields.number("momentum", USUAL_NORM.momentum()),
              fields.flag("affine", true),
              fields.flag("frozen", false));
      case "sigmoid" -> new Sigmoid();
      case "tanh" -> new Tanh();
      case "softmax" -> new Softmax();
      default ->
          ImageLayerJson.KEYS.containsKey(type)
              ? ImageLayerJson.read(type, fields)
              : ActivationJson.read(type, fields);
    };
  }

  private static Conv2d conv2d(Fields fields) {
    int channels = fields.whole("channels");
    int[] kernel = pair(fields, "kernel");
    int[] stride = pair(fields, "stride", 1);
    int[] dilation = pair(fields, "dilation", 1);
    return new Conv2d(
        channels,
        new Window(kernel[0], stride[0], dilation[0]),
        new Window(kernel[1], stride[1], dilation[1]),
        padding(fields),
        fields.whole("groups", 1),
        bias(fields),
        initializer(fields, "weightInit"),
        initializer(fields, "biasInit"));
  }

  private static Bias bias(Fields fields) {
    if (fields.isFlag("bias")) {
      return fields.flag("bias", true) ? Bias.CHANNEL : Bias.NONE;
    }
    return fields.choice("bias", Bias.class, Bias.CHANNEL);
  }

  static Padding padding(Fields fields) {
    Optional<JsonElement> padding = fields.find("padding");
    if (padding.isPresent() && Fields.isText(padding.get())) {
      return switch (fields.text("padding")) {
        case "same" -> Padding.SAME;
        case "valid" -> Padding.VALID;
        default ->
            throw fields.wrong(
                "padding",
                "a whole number, [rows, columns], [top, left, bottom, right], \"same\" or"
                    + " \"valid\"",
                padding.get());
      };
    }
    Halo halo = halo(fields);
    return Padding.of(halo.top(), halo.left(), halo.bottom(), halo.right());
  }

  private static Halo halo(Fields fields) {
    return fields.has("padding") ? sides(fields, "padding") : Halo.NONE;
  }

  static Halo sides(Fields fields, String key) {
    int[] sides =
        fields.wholes(key, "a whole number, [rows, columns] or [top, left, bottom, right]", 2, 4);
    for (int side : sides) {
      if (side < 0) {
        throw fields.wrong(key, "at least 0 on every side", fields.get(key));
      }
    }
    return switch (sides.length) {
      case 1 -> new Halo(sides[0], sides[0], sides[0], sides[0]);
      case 2 -> new Halo(sides[0], sides[1], sides[0], sides[1]);
      default -> new Halo(sides[0], sides[1], sides[2], sides[3]);
    };
  }

  private static Pool2d pool(Fields fields) {
    int[] kernel = pair(fields, "kernel");
    int[] stride = fields.has("stride") ? pair(fields, "stride") : kernel;
    return new Pool2d(
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        halo(fields),
        fields.flag("ceilMode", false),
        fields.flag("countPadding", true));
  }

  static Initializer initializer(Fields fields, String key) {
    return fields
        .find(key)
        .map(element -> InitializerJson.read(element, fields.spot().at(key)))
        .orElseGet(Initializer.TorchDefault::new);
  }

  static int[] pair(Fields fields, String key) {
    int[] given = fields.wholes(key, "a whole number or [rows, columns]", 2);
    return given.length == 1 ? new int[] {given[0], given[0]} : given;
  }

  static int[] pair(Fields fields, String key, int usual) {
    return fields.has(key) ? pair(fields, key) : new int[] {usual, usual};
  }

  static Shape shape(Fields fields, String key) {
    int[] sizes = fields.wholes(key, "a whole number or [channels, height, width]", 3);
    return sizes.length == 1 ? Shape.flat(sizes[0]) : new Shape(sizes[0], sizes[1], sizes[2]);
  }

  static JsonArray write(Shape shape) {
    return wholes(shape.channels(), shape.height(), shape.width());
  }

  /**
   * A layer as JSON.
   *
   * @throws IllegalArgumentException if its class is none of {@code dev.lanewise.layers}
   */
  static JsonObject write(Named named) {
    JsonObject object =
        switch (named.layer()) {
          case Conv2d conv -> Typed.object("conv2d");
          case Conv1d conv -> Typed.object("conv1d");
          case ConvTranspose2d conv -> Typed.object("convtranspose2d");
          case DepthwiseConv2d conv -> Typed.object("depthwiseconv2d");
          case MaxPool1d pool -> Typed.object("maxpool1d");
          case AvgPool1d pool -> Typed.object("avgpool1d");
          case Dense dense -> Typed.object("dense");
          case MaxPool2d pool -> Typed.object("maxpool2d");
          case AvgPool2d pool -> Typed.object("avgpool2d");
          case Flatten flatten -> Typed.object("flatten");
          case Reshape reshape -> Typed.object("reshape");
          case Dropout dropout -> Typed.object("dropout");
          case Relu relu -> Typed.object("relu");
          case Relu6 relu -> Typed.object("relu6");
          case Add add -> Typed.object("add");
          case Concat concat -> Typed.object("concat");
          case Multiply multiply -> Typed.object("multiply");
          case BatchNorm norm -> Typed.object("batchnorm");
          case Sigmoid sigmoid -> Typed.object("sigmoid");
          case Tanh tanh -> Typed.object("tanh");
          case Softmax softmax -> Typed.object("softmax");
          case Layer other ->
              Typed.object(
                  ImageLayerJson.type(other)
                      .or(() -> ActivationJson.type(other))
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  "Only the project's own layers can be written. Received: "
                                      + other.kind())));
        };
    named.name().ifPresent(name -> object.addProperty("name", name));
    switch (named.layer()) {
      case Conv2d conv -> conv2d(conv, object);
      case Conv1d conv -> ConvJson.write(conv, object);
      case ConvTranspose2d conv -> ConvJson.write(conv, object);
      case DepthwiseConv2d conv -> ConvJson.write(conv, object);
      case MaxPool1d pool -> ConvJson.write(pool, object);
      case AvgPool1d pool -> ConvJson.write(pool, object);
      case Dense dense -> {
        object.addProperty("outputs", dense.outputs());
        if (!dense.bias()) {
          object.addProperty("bias", false);
        }
        initializers(dense.weightInit(), dense.biasInit(), object);
      }
      case MaxPool2d(Pool2d pool) -> pool(pool, object);
      case AvgPool2d(Pool2d pool) -> pool(pool, object);
      case Reshape(Shape shape) -> object.add("shape", write(shape));
      case BatchNorm norm -> batchNorm(norm, object);
      case Dropout(double rate) -> object.add("rate", Json.number(rate));
      case Layer other -> {
        ImageLayerJson.write(other, object);
        ActivationJson.write(other, object);
      }
    }
    return object;
  }

  private static void conv2d(Conv2d conv, JsonObject object) {
    object.addProperty("channels", conv.channels());
    object.add("kernel", pair(conv.rows().kernel(), conv.columns().kernel()));
    addPair(object, "stride", conv.rows().stride(), conv.columns().stride(), 1, 1);
    addPair(object, "dilation", conv.rows().dilation(), conv.columns().dilation(), 1, 1);
    padding(conv.padding(), object);
    if (conv.groups() != 1) {
      object.addProperty("groups", conv.groups());
    }
    if (conv.bias() != Bias.CHANNEL) {
      object.addProperty("bias", Fields.nameOf(conv.bias()));
    }
    initializers(conv.weightInit(), conv.biasInit(), object);
  }

  private static void batchNorm(BatchNorm norm, JsonObject object) {
    if (norm.eps() != USUAL_NORM.eps()) {
      object.add("eps", Json.number(norm.eps()));
    }
    if (norm.momentum() != USUAL_NORM.momentum()) {
      object.add("momentum", Json.number(norm.momentum()));
    }
    if (!norm.affine()) {
      object.addProperty("affine", false);
    }
    if (norm.frozen()) {
      object.addProperty("frozen", true);
    }
  }

  static void padding(Padding padding, JsonObject object) {
    if (padding.equals(Padding.SAME)) {
      object.addProperty("padding", "same");
    } else if (padding.rule() == Padding.Rule.SAME) {
      throw new IllegalArgumentException(
          "Padding by the rule \"same\" has no sizes of its own. Received: " + padding);
    } else {
      halo(padding.explicit(), object);
    }
  }

  static void initializers(Initializer weight, Initializer bias, JsonObject object) {
    if (!(weight instanceof Initializer.TorchDefault)) {
      object.add("weightInit", InitializerJson.write(weight));
    }
    if (!(bias instanceof Initializer.TorchDefault)) {
      object.add("biasInit", InitializerJson.write(bias));
    }
  }

  private static void pool(Pool2d pool, JsonObject object) {
    object.add("kernel", pair(pool.kernelHeight(), pool.kernelWidth()));
    addPair(
        object,
        "stride",
        pool.strideHeight(),
        pool.strideWidth(),
        pool.kernelHeight(),
        pool.kernelWidth());
    halo(pool.padding(), object);
    if (pool.ceilMode()) {
      object.addProperty("ceilMode", true);
    }
    if (!pool.countPadding()) {
      object.addProperty("countPadding", false);
    }
  }

  private static void halo(Halo halo, JsonObject object) {
    if (!halo.isNone()) {
      object.add("padding", sides(halo));
    }
  }

  static JsonElement sides(Halo halo) {
    boolean symmetric = halo.top() == halo.bottom() && halo.left() == halo.right();
    return symmetric
        ? pair(halo.top(), halo.left())
        : wholes(halo.top(), halo.left(), halo.bottom(), halo.right());
  }

  static void addPair(
      JsonObject object, String key, int rows, int columns, int usualRows, int usualColumns) {
    if (rows != usualRows || columns != usualColumns) {
      object.add(key, pair(rows, columns));
    }
  }

  static JsonElement pair(int rows, int columns) {
    return rows == columns ? new JsonPrimitive(rows) : wholes(rows, columns);
  }

  static JsonArray wholes(int... numbers) {
    JsonArray array = new JsonArray();
    for (int number : numbers) {
      array.add(number);
    }
    return array;
  }
}
