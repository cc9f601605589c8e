package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.TransposedAxis;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.linear.Conv1d;
import dev.lanewise.layers.linear.ConvTranspose2d;
import dev.lanewise.layers.linear.DepthwiseConv2d;
import dev.lanewise.layers.pool.AvgPool1d;
import dev.lanewise.layers.pool.MaxPool1d;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Depthwise, transposed and one-dimensional convolutions, and one-dimensional pools, as JSON. */
final class ConvJson {

  static final Map<String, List<String>> KEYS =
      Map.of(
          "depthwiseconv2d",
          List.of(
              "name",
              "multiplier",
              "kernel",
              "stride",
              "dilation",
              "padding",
              "bias",
              "weightInit",
              "biasInit"),
          "convtranspose2d",
          List.of(
              "name",
              "channels",
              "kernel",
              "stride",
              "dilation",
              "padding",
              "outputPadding",
              "groups",
              "bias",
              "weightInit",
              "biasInit"),
          "conv1d",
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
              "biasInit"),
          "maxpool1d",
          List.of("name", "kernel", "stride", "padding", "ceilMode"),
          "avgpool1d",
          List.of("name", "kernel", "stride", "padding", "ceilMode", "countPadding"));

  private ConvJson() {}

  static Layer read(String type, Fields fields) {
    return switch (type) {
      case "depthwiseconv2d" -> depthwise(fields);
      case "convtranspose2d" -> transposed(fields);
      case "conv1d" ->
          new Conv1d(
              fields.whole("channels"),
              new Window(
                  fields.whole("kernel"), fields.whole("stride", 1), fields.whole("dilation", 1)),
              rowPadding(fields),
              fields.whole("groups", 1),
              fields.flag("bias", true),
              LayerJson.initializer(fields, "weightInit"),
              LayerJson.initializer(fields, "biasInit"));
      case "maxpool1d" -> {
        int kernel = fields.whole("kernel");
        yield new MaxPool1d(
            kernel,
            fields.whole("stride", kernel),
            fields.whole("padding", 0),
            fields.flag("ceilMode", false));
      }
      case "avgpool1d" -> {
        int kernel = fields.whole("kernel");
        yield new AvgPool1d(
            kernel,
            fields.whole("stride", kernel),
            fields.whole("padding", 0),
            fields.flag("ceilMode", false),
            fields.flag("countPadding", true));
      }
      default -> throw new IllegalStateException("No reader for: " + type);
    };
  }

  private static DepthwiseConv2d depthwise(Fields fields) {
    int[] kernel = LayerJson.pair(fields, "kernel");
    int[] stride = LayerJson.pair(fields, "stride", 1);
    int[] dilation = LayerJson.pair(fields, "dilation", 1);
    return new DepthwiseConv2d(
        fields.whole("multiplier", 1),
        new Window(kernel[0], stride[0], dilation[0]),
        new Window(kernel[1], stride[1], dilation[1]),
        LayerJson.padding(fields),
        fields.flag("bias", true),
        LayerJson.initializer(fields, "weightInit"),
        LayerJson.initializer(fields, "biasInit"));
  }

  private static ConvTranspose2d transposed(Fields fields) {
    int channels = fields.whole("channels");
    int[] kernel = LayerJson.pair(fields, "kernel");
    int[] stride = LayerJson.pair(fields, "stride", 1);
    int[] dilation = LayerJson.pair(fields, "dilation", 1);
    int[] padding = LayerJson.pair(fields, "padding", 0);
    int[] outputPadding = LayerJson.pair(fields, "outputPadding", 0);
    return new ConvTranspose2d(
        channels,
        new TransposedAxis(
            new Window(kernel[0], stride[0], dilation[0]), padding[0], outputPadding[0]),
        new TransposedAxis(
            new Window(kernel[1], stride[1], dilation[1]), padding[1], outputPadding[1]),
        fields.whole("groups", 1),
        fields.flag("bias", true),
        LayerJson.initializer(fields, "weightInit"),
        LayerJson.initializer(fields, "biasInit"));
  }

  private static Padding rowPadding(Fields fields) {
    String expected = "a whole number, [before, after], \"same\" or \"valid\"";
    Optional<JsonElement> padding = fields.find("padding");
    if (padding.isEmpty()) {
      return Padding.VALID;
    }
    if (Fields.isText(padding.get())) {
      return switch (fields.text("padding")) {
        case "same" -> Padding.SAME;
        case "valid" -> Padding.VALID;
        default -> throw fields.wrong("padding", expected, padding.get());
      };
    }
    int[] sides = fields.wholes("padding", expected, 2);
    for (int side : sides) {
      if (side < 0) {
        throw fields.wrong("padding", "at least 0 on both sides", padding.get());
      }
    }
    return Padding.of(0, sides[0], 0, sides[sides.length - 1]);
  }

  /** Adds a layer's fields. */
  static void write(DepthwiseConv2d conv, JsonObject object) {
    addWhole(object, "multiplier", conv.multiplier(), 1);
    windows(conv.rows(), conv.columns(), object);
    LayerJson.padding(conv.padding(), object);
    addBias(object, conv.bias());
    LayerJson.initializers(conv.weightInit(), conv.biasInit(), object);
  }

  /** Adds a layer's fields. */
  static void write(ConvTranspose2d conv, JsonObject object) {
    TransposedAxis rows = conv.rows();
    TransposedAxis columns = conv.columns();
    object.addProperty("channels", conv.channels());
    windows(rows.window(), columns.window(), object);
    LayerJson.addPair(object, "padding", rows.padding(), columns.padding(), 0, 0);
    LayerJson.addPair(object, "outputPadding", rows.outputPadding(), columns.outputPadding(), 0, 0);
    addWhole(object, "groups", conv.groups(), 1);
    addBias(object, conv.bias());
    LayerJson.initializers(conv.weightInit(), conv.biasInit(), object);
  }

  /** Adds a layer's fields. */
  static void write(Conv1d conv, JsonObject object) {
    object.addProperty("channels", conv.channels());
    object.addProperty("kernel", conv.window().kernel());
    addWhole(object, "stride", conv.window().stride(), 1);
    addWhole(object, "dilation", conv.window().dilation(), 1);
    if (conv.padding().rule() == Padding.Rule.EXPLICIT) {
      Halo sides = conv.padding().explicit();
      if (sides.left() != sides.right()) {
        object.add("padding", LayerJson.wholes(sides.left(), sides.right()));
      } else {
        addWhole(object, "padding", sides.left(), 0);
      }
    } else {
      LayerJson.padding(conv.padding(), object);
    }
    addWhole(object, "groups", conv.groups(), 1);
    addBias(object, conv.bias());
    LayerJson.initializers(conv.weightInit(), conv.biasInit(), object);
  }

  /** Adds a layer's fields. */
  static void write(MaxPool1d pool, JsonObject object) {
    pool(pool.kernel(), pool.stride(), pool.padding(), pool.ceilMode(), object);
  }

  /** Adds a layer's fields. */
  static void write(AvgPool1d pool, JsonObject object) {
    pool(pool.kernel(), pool.stride(), pool.padding(), pool.ceilMode(), object);
    if (!pool.countPadding()) {
      object.addProperty("countPadding", false);
    }
  }

  private static void pool(
      int kernel, int stride, int padding, boolean ceilMode, JsonObject object) {
    object.addProperty("kernel", kernel);
    addWhole(object, "stride", stride, kernel);
    addWhole(object, "padding", padding, 0);
    if (ceilMode) {
      object.addProperty("ceilMode", true);
    }
  }

  private static void windows(Window rows, Window columns, JsonObject object) {
    object.add("kernel", LayerJson.pair(rows.kernel(), columns.kernel()));
    LayerJson.addPair(object, "stride", rows.stride(), columns.stride(), 1, 1);
    LayerJson.addPair(object, "dilation", rows.dilation(), columns.dilation(), 1, 1);
  }

  private static void addWhole(JsonObject object, String key, int value, int usual) {
    if (value != usual) {
      object.addProperty(key, value);
    }
  }

  private static void addBias(JsonObject object, boolean bias) {
    if (!bias) {
      object.addProperty("bias", false);
    }
  }
}
