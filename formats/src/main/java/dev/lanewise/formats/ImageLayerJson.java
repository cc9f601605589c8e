package dev.lanewise.formats;

import com.google.gson.JsonObject;
import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.norm.GroupNorm;
import dev.lanewise.layers.norm.InstanceNorm2d;
import dev.lanewise.layers.norm.LayerNorm;
import dev.lanewise.layers.pool.AdaptiveAvgPool2d;
import dev.lanewise.layers.pool.AdaptiveMaxPool2d;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.GlobalMaxPool2d;
import dev.lanewise.layers.shape.Cropping2d;
import dev.lanewise.layers.shape.Upsample;
import dev.lanewise.layers.shape.ZeroPad2d;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layers that change images' sizes, or normalise within them, as JSON. */
final class ImageLayerJson {

  private static final double EPSILON = 1e-5;

  static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("globalavgpool2d", List.of("name")),
          Map.entry("globalmaxpool2d", List.of("name")),
          Map.entry("adaptiveavgpool2d", List.of("name", "output")),
          Map.entry("adaptivemaxpool2d", List.of("name", "output")),
          Map.entry("zeropad2d", List.of("name", "padding")),
          Map.entry("cropping2d", List.of("name", "cropping")),
          Map.entry("upsample", List.of("name", "factor", "size", "mode")),
          Map.entry("groupnorm", List.of("name", "groups", "epsilon", "affine")),
          Map.entry("layernorm", List.of("name", "epsilon", "affine")),
          Map.entry("instancenorm2d", List.of("name", "epsilon", "affine")));

  private ImageLayerJson() {}

  /** A layer of one of the types of {@link #KEYS}. */
  static Layer read(String type, Fields fields) {
    return switch (type) {
      case "globalavgpool2d" -> new GlobalAvgPool2d();
      case "globalmaxpool2d" -> new GlobalMaxPool2d();
      case "adaptiveavgpool2d" -> {
        int[] output = LayerJson.pair(fields, "output");
        yield new AdaptiveAvgPool2d(output[0], output[1]);
      }
      case "adaptivemaxpool2d" -> {
        int[] output = LayerJson.pair(fields, "output");
        yield new AdaptiveMaxPool2d(output[0], output[1]);
      }
      case "zeropad2d" -> new ZeroPad2d(LayerJson.sides(fields, "padding"));
      case "cropping2d" -> new Cropping2d(LayerJson.sides(fields, "cropping"));
      case "upsample" -> upsample(fields);
      case "groupnorm" ->
          new GroupNorm(
              fields.whole("groups"),
              fields.number("epsilon", EPSILON),
              fields.flag("affine", true));
      case "layernorm" ->
          new LayerNorm(fields.number("epsilon", EPSILON), fields.flag("affine", true));
      case "instancenorm2d" ->
          new InstanceNorm2d(fields.number("epsilon", EPSILON), fields.flag("affine", false));
      default -> throw new IllegalStateException("No reader for: " + type);
    };
  }

  private static Upsample upsample(Fields fields) {
    if (fields.has("factor") == fields.has("size")) {
      throw fields
          .spot()
          .bad(
              "an upsample layer needs either a factor or a size. Received: %s"
                  .formatted(fields.has("factor") ? "both" : "neither"));
    }
    int[] extent = LayerJson.pair(fields, fields.has("factor") ? "factor" : "size");
    return new Upsample(
        fields.has("factor")
            ? new Upsample.Factor(extent[0], extent[1])
            : new Upsample.Size(extent[0], extent[1]),
        fields.choice("mode", Interpolation.class, Interpolation.NEAREST));
  }

  /** The type of a layer that can be written here. */
  static Optional<String> type(Layer layer) {
    return switch (layer) {
      case GlobalAvgPool2d pool -> Optional.of("globalavgpool2d");
      case GlobalMaxPool2d pool -> Optional.of("globalmaxpool2d");
      case AdaptiveAvgPool2d pool -> Optional.of("adaptiveavgpool2d");
      case AdaptiveMaxPool2d pool -> Optional.of("adaptivemaxpool2d");
      case ZeroPad2d pad -> Optional.of("zeropad2d");
      case Cropping2d crop -> Optional.of("cropping2d");
      case Upsample upsample -> Optional.of("upsample");
      case GroupNorm norm -> Optional.of("groupnorm");
      case LayerNorm norm -> Optional.of("layernorm");
      case InstanceNorm2d norm -> Optional.of("instancenorm2d");
      default -> Optional.empty();
    };
  }

  /** Adds a layer's options; nothing if its type is not written here. */
  static void write(Layer layer, JsonObject object) {
    switch (layer) {
      case AdaptiveAvgPool2d(int height, int width) ->
          object.add("output", LayerJson.pair(height, width));
      case AdaptiveMaxPool2d(int height, int width) ->
          object.add("output", LayerJson.pair(height, width));
      case ZeroPad2d(Halo border) -> object.add("padding", LayerJson.sides(border));
      case Cropping2d(Halo border) -> object.add("cropping", LayerJson.sides(border));
      case Upsample(Upsample.Extent extent, Interpolation mode) -> {
        switch (extent) {
          case Upsample.Factor(int rows, int columns) ->
              object.add("factor", LayerJson.pair(rows, columns));
          case Upsample.Size(int height, int width) ->
              object.add("size", LayerJson.pair(height, width));
        }
        if (mode != Interpolation.NEAREST) {
          object.addProperty("mode", Fields.nameOf(mode));
        }
      }
      case GroupNorm(int groups, double epsilon, boolean affine) -> {
        object.addProperty("groups", groups);
        norm(epsilon, affine, true, object);
      }
      case LayerNorm(double epsilon, boolean affine) -> norm(epsilon, affine, true, object);
      case InstanceNorm2d(double epsilon, boolean affine) -> norm(epsilon, affine, false, object);
      default -> {}
    }
  }

  private static void norm(double epsilon, boolean affine, boolean usualAffine, JsonObject object) {
    if (epsilon != EPSILON) {
      object.add("epsilon", Json.number(epsilon));
    }
    if (affine != usualAffine) {
      object.addProperty("affine", affine);
    }
  }
}
