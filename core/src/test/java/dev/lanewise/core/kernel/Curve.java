package dev.lanewise.core.kernel;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.testkit.NaiveActivation;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * An activation of {@link ActivationKernel} or {@link GateKernel} beside its definition.
 *
 * @param name for messages
 * @param forward the kernel
 * @param backward the kernel of its gradient, which reads the value
 * @param exact the function in double
 * @param slope its derivative
 * @param terms sum of the magnitudes of the derivative's terms
 * @param error the bound that the kernel's documentation gives, in units of 2^-24 of the result
 * @param slopeError the bound of the gradient, in units of 2^-24 of {@code terms}
 */
record Curve(
    String name,
    Forward forward,
    Backward backward,
    DoubleUnaryOperator exact,
    DoubleUnaryOperator slope,
    DoubleUnaryOperator terms,
    DoubleUnaryOperator error,
    DoubleUnaryOperator slopeError) {

  /** A kernel method of one operand. */
  interface Forward {
    void apply(Simd simd, float[] x, int xAt, float[] y, int yAt, int n);
  }

  /** A kernel method of a value and the gradient of its result. */
  interface Backward {
    void apply(Simd simd, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);
  }

  private static final float SCALE = 1.0507009873554804934193349852946f;
  private static final float LIMIT = 1.7580993408473768599402175208123f;

  /** A beta whose products are exact. */
  private static final float BETA = 0.25f;

  static final List<Curve> ALL =
      List.of(
          new Curve(
              "leakyRelu",
              (s, x, xAt, y, yAt, n) -> s.activation().leakyRelu(0.125f, x, xAt, y, yAt, n),
              (s, x, xAt, dy, dyAt, dx, dxAt, n) ->
                  s.activation().leakyReluBackward(0.125f, x, xAt, dy, dyAt, dx, dxAt, n),
              x -> x > 0 ? x : x / 8,
              x -> x > 0 ? 1 : 0.125,
              x -> 1,
              x -> 0,
              x -> 0),
          elu("elu", 1, 1, 1),
          elu("elu of 3", 1, 1, 3),
          elu("celu", 1, 0.5f, 2),
          elu("selu", SCALE, 1, LIMIT),
          new Curve(
              "hardSigmoid",
              (s, x, xAt, y, yAt, n) -> s.activation().hardSigmoid(x, xAt, y, yAt, n),
              (s, x, xAt, dy, dyAt, dx, dxAt, n) ->
                  s.activation().hardSigmoidBackward(x, xAt, dy, dyAt, dx, dxAt, n),
              NaiveActivation::hardSigmoid,
              x -> x > -3 && x < 3 ? 1.0 / 6 : 0,
              x -> 1.0 / 6,
              x -> 3,
              x -> 1),
          new Curve(
              "hardSwish",
              (s, x, xAt, y, yAt, n) -> s.activation().hardSwish(x, xAt, y, yAt, n),
              (s, x, xAt, dy, dyAt, dx, dxAt, n) ->
                  s.activation().hardSwishBackward(x, xAt, dy, dyAt, dx, dxAt, n),
              x -> x * NaiveActivation.hardSigmoid(x),
              x -> x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1,
              x -> Math.min(Math.abs(x) / 3 + 0.5, 1.5),
              x -> 4,
              x -> 2),
          softplus("softplus", 1, 20),
          softplus("softplus of 1/4", BETA, 3),
          new Curve(
              "gelu",
              (s, x, xAt, y, yAt, n) -> s.gate().gelu(x, xAt, y, yAt, n),
              (s, x, xAt, dy, dyAt, dx, dxAt, n) ->
                  s.gate().geluBackward(x, xAt, dy, dyAt, dx, dxAt, n),
              NaiveActivation::gelu,
              NaiveActivation::geluSlope,
              x -> NaiveActivation.normal(x) + Math.abs(x) * NaiveActivation.density(x),
              x -> 9,
              x -> 9),
          new Curve(
              "geluTanh",
              (s, x, xAt, y, yAt, n) -> s.gate().geluTanh(x, xAt, y, yAt, n),
              (s, x, xAt, dy, dyAt, dx, dxAt, n) ->
                  s.gate().geluTanhBackward(x, xAt, dy, dyAt, dx, dxAt, n),
              NaiveActivation::geluTanh,
              NaiveActivation::geluTanhSlope,
              x -> {
                double gate = NaiveActivation.sigmoid(NaiveActivation.geluArgument(x));
                return gate + Math.abs(NaiveActivation.geluTanhSlope(x) - gate);
              },
              x -> 7 + 3 * Math.abs(NaiveActivation.geluArgument(x)),
              x -> 7 + 3 * Math.abs(NaiveActivation.geluArgument(x))),
          new Curve(
              "silu",
              (s, x, xAt, y, yAt, n) -> s.gate().silu(x, xAt, y, yAt, n),
              (s, x, xAt, dy, dyAt, dx, dxAt, n) ->
                  s.gate().siluBackward(x, xAt, dy, dyAt, dx, dxAt, n),
              NaiveActivation::silu,
              NaiveActivation::siluSlope,
              x -> NaiveActivation.sigmoid(x) * (1 + Math.abs(x) * NaiveActivation.sigmoid(-x)),
              x -> 5,
              x -> 5),
          new Curve(
              "mish",
              (s, x, xAt, y, yAt, n) -> s.gate().mish(x, xAt, y, yAt, n),
              (s, x, xAt, dy, dyAt, dx, dxAt, n) ->
                  s.gate().mishBackward(x, xAt, dy, dyAt, dx, dxAt, n),
              NaiveActivation::mish,
              NaiveActivation::mishSlope,
              x -> {
                double gate = NaiveActivation.mish(x) / x;
                return gate + Math.abs(x) * (1 - gate * gate) * NaiveActivation.sigmoid(x);
              },
              x -> 6,
              x -> 6));

  private static Curve elu(String name, float scale, float inner, float negative) {
    return new Curve(
        name,
        (s, x, xAt, y, yAt, n) -> s.activation().elu(scale, inner, negative, x, xAt, y, yAt, n),
        (s, x, xAt, dy, dyAt, dx, dxAt, n) ->
            s.activation().eluBackward(scale, inner, negative, x, xAt, dy, dyAt, dx, dxAt, n),
        x -> NaiveActivation.elu(scale, inner, negative, x),
        x -> NaiveActivation.eluSlope(scale, inner, negative, x),
        x -> NaiveActivation.eluSlope(scale, inner, negative, x),
        x -> 3,
        x -> 3);
  }

  private static Curve softplus(String name, float beta, float threshold) {
    return new Curve(
        name,
        (s, x, xAt, y, yAt, n) -> s.activation().softplus(beta, threshold, x, xAt, y, yAt, n),
        (s, x, xAt, dy, dyAt, dx, dxAt, n) ->
            s.activation().softplusBackward(beta, threshold, x, xAt, dy, dyAt, dx, dxAt, n),
        x -> NaiveActivation.softplus(beta, threshold, x),
        x -> NaiveActivation.softplusSlope(beta, threshold, x),
        x -> NaiveActivation.softplusSlope(beta, threshold, x),
        x -> 4,
        x -> 4);
  }

  @Override
  public String toString() {
    return name;
  }
}
