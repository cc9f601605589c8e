package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.norm.GroupNorm;
import dev.lanewise.layers.norm.InstanceNorm2d;
import dev.lanewise.layers.norm.LayerNorm;
import dev.lanewise.layers.pool.AdaptiveAvgPool2d;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.GlobalMaxPool2d;
import dev.lanewise.layers.shape.Cropping2d;
import dev.lanewise.layers.shape.Upsample;
import dev.lanewise.layers.shape.ZeroPad2d;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageLayerJsonTest {

  private static Layer read(String layer) {
    return ModelJson.parse("{\"input\":[6,8,8],\"layers\":[" + layer + "]}", "m")
        .layers()
        .getFirst()
        .layer();
  }

  private static String text(Layer layer) {
    return LayerJson.write(new Named(Optional.empty(), layer)).toString();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    assertEquals(new GlobalAvgPool2d(), read("\"globalavgpool2d\""));
    assertEquals(new GlobalMaxPool2d(), read("\"globalmaxpool2d\""));
    assertEquals(LayerNorm.of(), read("\"layernorm\""));
    assertEquals(InstanceNorm2d.of(), read("\"instancenorm2d\""));
    assertEquals(GroupNorm.of(3), read("{\"type\":\"groupnorm\",\"groups\":3}"));
    assertEquals(Upsample.by(2), read("{\"type\":\"upsample\",\"factor\":2}"));
    assertEquals(ZeroPad2d.of(1, 2), read("{\"type\":\"zeropad2d\",\"padding\":[1,2]}"));
    assertEquals(
        new AdaptiveAvgPool2d(3, 3), read("{\"type\":\"adaptiveavgpool2d\",\"output\":3}"));
  }

  @Test
  void nothingIsWrittenThatNeedNotBe() {
    assertEquals("{\"type\":\"layernorm\"}", text(LayerNorm.of()));
    assertEquals(
        "{\"type\":\"groupnorm\",\"groups\":2,\"epsilon\":0.001,\"affine\":false}",
        text(new GroupNorm(2, 1e-3, false)));
    assertEquals(
        "{\"type\":\"upsample\",\"size\":[5,7],\"mode\":\"bilinear-aligned\"}",
        text(Upsample.to(5, 7).withMode(Interpolation.BILINEAR_ALIGNED)));
    assertEquals("{\"type\":\"upsample\",\"factor\":3}", text(Upsample.by(3)));
    assertEquals(
        "{\"type\":\"cropping2d\",\"cropping\":[1,2,3,4]}",
        text(new Cropping2d(new Halo(1, 2, 3, 4))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"groupnorm\"} | layers[0] (groupnorm): groups is missing. Received: type",
        "{\"type\":\"groupnorm\",\"groups\":0} | layers[0] (groupnorm): GroupNorm needs at least 1"
            + " group. Received: 0",
        "{\"type\":\"groupnorm\",\"groups\":4} | Layer norm1 (GroupNorm, input 6x8x8): The groups"
            + " of a normalisation must divide the channels. Expected: a divisor of 6. Received: 4",
        "{\"type\":\"layernorm\",\"epsilon\":0} | layers[0] (layernorm): The epsilon of a"
            + " normalisation must be between 1e-30 and 1. Received: 0.0",
        "{\"type\":\"upsample\"} | layers[0] (upsample): an upsample layer needs either a factor or"
            + " a size. Received: neither",
        "{\"type\":\"upsample\",\"factor\":2,\"size\":3} | layers[0] (upsample): an upsample layer"
            + " needs either a factor or a size. Received: both",
        "{\"type\":\"upsample\",\"factor\":2,\"mode\":\"bilinar\"} | layers[0] (upsample): unknown"
            + " mode: bilinar. Did you mean bilinear?",
        "{\"type\":\"upsample\",\"factor\":1.5} | layers[0] (upsample): factor must be a whole"
            + " number. Received: 1.5",
        "{\"type\":\"cropping2d\",\"cropping\":[1,-2]} | layers[0] (cropping2d): cropping must be"
            + " at least 0 on every side. Received: [1,-2]",
        "{\"type\":\"cropping2d\",\"cropping\":4} | Layer crop1 (Cropping2d, input 6x8x8):"
            + " Cropping2d must leave at least 1x1. Received: 6x8x8, less 4 + 4 rows and 4 + 4"
            + " columns",
        "{\"type\":\"zeropad2d\",\"padding\":\"same\"} | layers[0] (zeropad2d): padding must be a"
            + " whole number, [rows, columns] or [top, left, bottom, right]. Received: \"same\"",
        "{\"type\":\"adaptiveavgpool2d\",\"output\":[0,1]} | layers[0] (adaptiveavgpool2d):"
            + " AdaptiveAvgPool2d needs a result of at least 1x1. Received: 0x1",
        "{\"type\":\"globalavgpool2d\",\"kernel\":3} | layers[0] (globalavgpool2d): unknown key:"
            + " kernel. Expected one of: type, name, inputs",
      })
  void mistakes(String layer, String message) {
    assertEquals(
        "m: " + message, assertThrows(FormatException.class, () -> read(layer)).getMessage());
  }
}
