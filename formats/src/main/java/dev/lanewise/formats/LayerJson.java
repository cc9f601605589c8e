package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.formats.Geometry.Pair;
import dev.lanewise.layers.Add;
import dev.lanewise.layers.Concat;
import dev.lanewise.layers.Initializer.TorchDefault;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Multiply;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.Celu;
import dev.lanewise.layers.activation.Elu;
import dev.lanewise.layers.activation.Gelu;
import dev.lanewise.layers.activation.Hardsigmoid;
import dev.lanewise.layers.activation.Hardswish;
import dev.lanewise.layers.activation.LeakyRelu;
import dev.lanewise.layers.activation.LogSoftmax;
import dev.lanewise.layers.activation.Mish;
import dev.lanewise.layers.activation.PRelu;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.activation.Selu;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Silu;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.activation.Softplus;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Conv1d;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.ConvTranspose2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.linear.DepthwiseConv2d;
import dev.lanewise.layers.noise.AlphaDropout;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.noise.GaussianDropout;
import dev.lanewise.layers.noise.GaussianNoise;
import dev.lanewise.layers.noise.SpatialDropout;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.norm.GroupNorm;
import dev.lanewise.layers.norm.InstanceNorm2d;
import dev.lanewise.layers.norm.LayerNorm;
import dev.lanewise.layers.pool.AdaptiveAvgPool2d;
import dev.lanewise.layers.pool.AdaptiveMaxPool2d;
import dev.lanewise.layers.pool.AvgPool1d;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.GlobalMaxPool2d;
import dev.lanewise.layers.pool.MaxPool1d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.pool.Pool2d;
import dev.lanewise.layers.shape.Cropping2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import dev.lanewise.layers.shape.Upsample;
import dev.lanewise.layers.shape.ZeroPad2d;
import java.util.List;
import java.util.Optional;

/** Layers as JSON. */
final class LayerJson {

  private static final int LONGEST_NAME = 500;

  static final Family<Layer> LAYERS =
      Family.<Layer>of(
              "layer",
              Row.of("conv2d", Conv2d.of(1, 1))
                  .zipped("rows", "columns")
                  .required("channels", "kernel"),
              Row.of("conv1d", Conv1d.of(1, 1))
                  .required("channels", "kernel")
                  .as("padding", Geometry.ROW_PADDING),
              Row.of("convtranspose2d", ConvTranspose2d.of(1, 1, 1))
                  .zipped("rows", "columns")
                  .required("channels", "kernel"),
              Row.of("depthwiseconv2d", DepthwiseConv2d.of(1))
                  .zipped("rows", "columns")
                  .required("kernel"),
              row("maxpool1d", MaxPool1d.of(1)),
              row("avgpool1d", AvgPool1d.of(1)),
              pool("maxpool2d", new MaxPool2d(Pool2d.of(1))),
              pool("avgpool2d", new AvgPool2d(Pool2d.of(1))),
              Row.of("adaptiveavgpool2d", new AdaptiveAvgPool2d(1, 1))
                  .pair("output", "height", "width")
                  .required("output"),
              Row.of("adaptivemaxpool2d", new AdaptiveMaxPool2d(1, 1))
                  .pair("output", "height", "width")
                  .required("output"),
              Row.of(
                  "upsample",
                  Upsample.class,
                  UpsampleForm.NONE,
                  UpsampleForm::of,
                  UpsampleForm::layer),
              Row.of("globalavgpool2d", new GlobalAvgPool2d()),
              Row.of("globalmaxpool2d", new GlobalMaxPool2d()),
              Row.of("zeropad2d", new ZeroPad2d(Halo.NONE))
                  .key("border", "padding")
                  .required("padding"),
              Row.of("cropping2d", new Cropping2d(Halo.NONE))
                  .key("border", "cropping")
                  .required("cropping"),
              Row.of("dense", new Dense(1, true, new TorchDefault(), new TorchDefault()))
                  .required("outputs"),
              Row.of("flatten", new Flatten()),
              Row.of("reshape", new Reshape(Shape.flat(1))).required("shape"),
              Row.of("add", new Add()),
              Row.of("concat", new Concat()),
              Row.of("multiply", new Multiply()),
              Row.of("batchnorm", new BatchNorm()).alias("eps", "epsilon"),
              Row.of("groupnorm", GroupNorm.of(1)).required("groups"),
              Row.of("layernorm", LayerNorm.of()),
              Row.of("instancenorm2d", InstanceNorm2d.of()),
              Row.of("relu", new Relu()),
              Row.of("relu6", new Relu6()),
              Row.of("leaky-relu", new LeakyRelu()).allWritten(),
              Row.of("prelu", new PRelu()).allWritten(),
              Row.of("elu", new Elu()).allWritten(),
              Row.of("celu", new Celu()).allWritten(),
              Row.of("selu", new Selu()),
              Row.of("gelu", new Gelu()).allWritten(),
              Row.of("silu", new Silu()),
              Row.of("mish", new Mish()),
              Row.of("hardswish", new Hardswish()),
              Row.of("hardsigmoid", new Hardsigmoid()),
              Row.of("softplus", new Softplus()).allWritten(),
              Row.of("sigmoid", new Sigmoid()),
              Row.of("tanh", new Tanh()),
              Row.of("softmax", new Softmax()),
              Row.of("log-softmax", new LogSoftmax()),
              Row.of("dropout", new Dropout(0)).required("rate"),
              Row.of("spatial-dropout", new SpatialDropout(0)).required("rate"),
              Row.of("gaussian-dropout", new GaussianDropout(0)).required("rate"),
              Row.of("alpha-dropout", new AlphaDropout(0)).required("rate"),
              Row.of("gaussian-noise", new GaussianNoise(0)).required("deviation"))
          .open("layers", Layer::kind)
          .within(List.of("name"), List.of(GraphJson.KEY));

  /** A factor or a size. */
  record UpsampleForm(Optional<Pair> factor, Optional<Pair> size, Interpolation mode) {

    private static final UpsampleForm NONE =
        new UpsampleForm(Optional.empty(), Optional.empty(), Interpolation.NEAREST);

    static UpsampleForm of(Upsample upsample) {
      return switch (upsample.extent()) {
        case Upsample.Factor(int rows, int columns) ->
            new UpsampleForm(
                Optional.of(new Pair(rows, columns)), Optional.empty(), upsample.mode());
        case Upsample.Size(int height, int width) ->
            new UpsampleForm(
                Optional.empty(), Optional.of(new Pair(height, width)), upsample.mode());
      };
    }

    Upsample layer() {
      if (factor.isPresent() == size.isPresent()) {
        throw new IllegalArgumentException(
            "an upsample layer needs either a factor or a size. Received: "
                + (factor.isPresent() ? "both" : "neither"));
      }
      Pair pair = factor.or(() -> size).orElseThrow();
      return new Upsample(
          factor.isPresent()
              ? new Upsample.Factor(pair.rows(), pair.columns())
              : new Upsample.Size(pair.rows(), pair.columns()),
          mode);
    }
  }

  private LayerJson() {}

  /** A pool of one row: without a stride, the stride is the kernel. */
  private static <T extends Record & Layer> Row<T> row(String id, T usual) {
    return Row.of(id, usual).required("kernel").usually("stride", "kernel");
  }

  private static <T extends Record & Layer> Row<T> pool(String id, T usual) {
    return Row.of(id, usual)
        .pair("kernel", "pool.kernelHeight", "pool.kernelWidth")
        .pair("stride", "pool.strideHeight", "pool.strideWidth")
        .required("kernel")
        .usually("stride", "kernel");
  }

  /** The layer at an index of the list. */
  static Named read(JsonElement element, Spot file, int index) {
    Typed typed = LAYERS.typed(element, file.at("layers[" + index + "]"));
    JsonElement given = typed.object().get("name");
    String name =
        given != null && Fields.isText(given) ? " " + Json.quote(given.getAsString()) : "";
    Fields fields =
        LAYERS.fields(typed, file.at("layers[%s] (%s%s)".formatted(index, typed.type(), name)));
    Layer layer = LAYERS.read(typed.type(), fields);
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

  /**
   * A layer as JSON.
   *
   * @throws IllegalArgumentException if its class is none of {@code dev.lanewise.layers}
   */
  static JsonObject write(Named named) {
    JsonObject more = new JsonObject();
    named.name().ifPresent(name -> more.addProperty("name", name));
    return LAYERS.object(named.layer(), more);
  }
}
