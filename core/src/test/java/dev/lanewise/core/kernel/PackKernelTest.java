package dev.lanewise.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackKernelTest {

  @ParameterizedTest
  @EnumSource
  void everyValueGoesToItsPlaceAndNothingElseIsTouched(SimdWidth width) {
    PackKernel kernel = Widths.of(width).pack();
    for (int columns : new int[] {16, 32, 48, 80, 112, 160}) {
      for (int rows : new int[] {1, 2, 7}) {
        int rowStride = columns + 3;
        int stripStride = rows * PackKernel.STRIP + 5;
        float[] from = Bits.integers(columns, 4 + rows * rowStride, 1000);
        float[] to = new float[3 + 4 * stripStride];
        Arrays.fill(to, -7777f);
        float[] expected = to.clone();
        for (int k = 0; k < rows; k++) {
          for (int j = 0; j < columns; j++) {
            expected[3 + j / 48 * stripStride + k * 48 + j % 48] = from[4 + k * rowStride + j];
          }
        }
        kernel.packStrips(from, 4, rowStride, rows, columns, to, 3, stripStride);
        for (int i = 0; i < to.length; i++) {
          assertEquals(
              expected[i], to[i], "%d columns, %d rows, at %d".formatted(columns, rows, i));
        }
      }
    }
  }
}
