package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import dev.lanewise.core.augment.ColorJitter;
import dev.lanewise.core.augment.Cutout;
import dev.lanewise.core.augment.Fill;
import dev.lanewise.core.augment.RandomAffine;
import dev.lanewise.core.augment.RandomElastic;
import dev.lanewise.core.augment.RandomErasing;
import dev.lanewise.core.augment.RandomHorizontalFlip;
import dev.lanewise.core.augment.RandomResizedCrop;
import dev.lanewise.core.augment.RandomVerticalFlip;
import dev.lanewise.core.augment.Transform;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.cases.LayerCase;
import dev.lanewise.layers.cases.LayerCases;
import dev.lanewise.layers.loss.AbsoluteError;
import dev.lanewise.layers.loss.BinaryCrossEntropy;
import dev.lanewise.layers.loss.BinaryCrossEntropyWithLogits;
import dev.lanewise.layers.loss.CategoricalCrossEntropy;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.Hinge;
import dev.lanewise.layers.loss.Huber;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.NegativeLogLikelihood;
import dev.lanewise.layers.loss.Reduction;
import dev.lanewise.layers.loss.SmoothAbsoluteError;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.Adadelta;
import dev.lanewise.layers.optim.Adagrad;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.AdamW;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.Lion;
import dev.lanewise.layers.optim.NAdam;
import dev.lanewise.layers.optim.Norm;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Penalty;
import dev.lanewise.layers.optim.RAdam;
import dev.lanewise.layers.optim.RmsProp;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.schedule.Chain;
import dev.lanewise.layers.schedule.Constant;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.CosineRestarts;
import dev.lanewise.layers.schedule.ExponentialDecay;
import dev.lanewise.layers.schedule.LinearWarmUp;
import dev.lanewise.layers.schedule.MultiStepDecay;
import dev.lanewise.layers.schedule.OneCycle;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.PolynomialDecay;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.schedule.Sequence;
import dev.lanewise.layers.schedule.StepDecay;
import dev.lanewise.layers.train.EarlyStopping;
import dev.lanewise.layers.train.UpdateOptions;
import dev.lanewise.layers.train.ValidationSplit;
import dev.lanewise.testkit.RandomRecords;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every option of everything, at random: what is written is read again, equal. */
class ModelJsonPropertyTest {

  private static final Spot SPOT = new Spot("f", "");

  /** A padding has either sizes or a rule; a truncated normal's mean of -0 is read as 0. */
  private static final RandomRecords RECORDS =
      new RandomRecords(
          Map.of(
              Initializer.TruncatedNormal.class,
              random -> new Initializer.TruncatedNormal(random.nextInt(3) / 4.0, 0.5, -1, 0.75),
              Padding.class,
              random ->
                  random.nextInt(4) == 0
                      ? Padding.SAME
                      : Padding.of(
                          random.nextInt(2),
                          random.nextInt(4),
                          random.nextInt(2),
                          random.nextInt(4))));

  private static Arbitrary<Integer> size() {
    return Arbitraries.integers().between(1, 1000);
  }

  private static Arbitrary<Double> any() {
    return Arbitraries.oneOf(
        Arbitraries.doubles(),
        Arbitraries.of(0.0, -0.0, 1.0, 1e-8, 1e300, Double.MIN_VALUE, Double.MAX_VALUE));
  }

  private static Arbitrary<Double> positive() {
    return any().map(Math::abs).filter(value -> value > 0);
  }

  private static Arbitrary<Double> fraction() {
    return Arbitraries.oneOf(
        Arbitraries.of(0.0, 0.1, 0.9, 1e-17, Math.nextDown(1.0)),
        Arbitraries.doubles().between(0, 0.999).ofScale(12));
  }

  private static Arbitrary<Boolean> flag() {
    return Arbitraries.of(true, false);
  }

  /** Every type of the catalogue, with any numbers, or such as its row draws. */
  @Provide
  Arbitrary<Layer> layers() {
    return Arbitraries.randomValue(
        random -> {
          LayerCase<?> kind = LayerCases.all().get(random.nextInt(LayerCases.all().size()));
          Shape input =
              new Shape(1 + random.nextInt(4), 1 + random.nextInt(9), 1 + random.nextInt(9));
          Layer any = RECORDS.draw(random, kind.type());
          return random.nextInt(4) == 0 ? kind.draw(random, input).orElse(any) : any;
        });
  }

  @Provide
  Arbitrary<Named> named() {
    return Combinators.combine(
            Arbitraries.of("first", "a.b", "x-1_2", "conv2").optional(), layers())
        .as(Named::new);
  }

  @Provide
  Arbitrary<Loss> losses() {
    Arbitrary<Reduction> reduction = Arbitraries.of(Reduction.class);
    Arbitrary<Double> share = Arbitraries.oneOf(Arbitraries.of(0.0, 1.0), fraction());
    Arbitrary<Integer> ignored = Arbitraries.of(-100, 0, 3, Integer.MIN_VALUE);
    return Arbitraries.oneOf(
        reduction.map(SoftmaxCrossEntropy::new),
        Combinators.combine(reduction, share, weights(), ignored).as(SoftmaxCrossEntropy::new),
        reduction.map(CategoricalCrossEntropy::new),
        Combinators.combine(reduction, weights(), ignored).as(NegativeLogLikelihood::new),
        reduction.map(BinaryCrossEntropy::new),
        Combinators.combine(reduction, weights()).as(BinaryCrossEntropyWithLogits::new),
        reduction.map(AbsoluteError::new),
        Combinators.combine(positive(), reduction).as(SmoothAbsoluteError::new),
        Combinators.combine(positive(), reduction).as(Huber::new),
        Combinators.combine(any(), flag(), reduction).as(Hinge::new),
        Arbitraries.of(MeanSquaredError.Form.class).map(MeanSquaredError::new));
  }

  private static Arbitrary<ClassWeights> weights() {
    return Arbitraries.floats()
        .between(0f, Float.MAX_VALUE)
        .array(float[].class)
        .ofMaxSize(4)
        .filter(values -> values.length == 0 || hasWeight(values))
        .map(values -> values.length == 0 ? ClassWeights.NONE : ClassWeights.of(values));
  }

  /** Weights that are all 0 are refused. */
  private static boolean hasWeight(float[] values) {
    for (float value : values) {
      if (value > 0) {
        return true;
      }
    }
    return false;
  }

  private static Arbitrary<Optimizer> optimizer() {
    Arbitrary<Double> decay = Arbitraries.oneOf(Arbitraries.of(0.0, -0.0), positive());
    return Arbitraries.oneOf(
        Combinators.combine(positive(), decay, any(), decay)
            .as((rate, momentum, dampening, d) -> new Sgd(rate, momentum, dampening, false, d)),
        Combinators.combine(positive(), positive(), decay)
            .as((rate, momentum, d) -> new Sgd(rate, momentum, 0, true, d)),
        Combinators.combine(positive(), fraction(), fraction(), decay, decay, flag()).as(Adam::new),
        positive().map(Adam::of),
        Combinators.combine(positive(), fraction(), fraction(), decay, decay, flag())
            .as(AdamW::new),
        positive().map(AdamW::of),
        Combinators.combine(positive(), fraction(), fraction(), decay, decay, decay).as(NAdam::new),
        positive().map(NAdam::of),
        Combinators.combine(positive(), fraction(), fraction(), decay, decay).as(RAdam::new),
        Combinators.combine(positive(), fraction(), decay, decay, decay, flag()).as(RmsProp::new),
        Combinators.combine(positive(), decay, decay, decay, decay).as(Adagrad::new),
        Combinators.combine(positive(), fraction(), decay, decay).as(Adadelta::new),
        Combinators.combine(positive(), fraction(), fraction(), decay).as(Lion::new));
  }

  private static Arbitrary<OptionalInt> optional(int least) {
    return Arbitraries.integers()
        .between(least, Integer.MAX_VALUE)
        .optional()
        .map(value -> value.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  @Provide
  Arbitrary<Recipe> recipes() {
    Arbitrary<DataRecipe> data =
        Combinators.combine(
                Arbitraries.strings().ascii().withChars("\u00e4\u2028\"\\/<&'").ofMaxLength(8),
                optional(1),
                optional(1),
                optional(0),
                Arbitraries.of(DataRecipe.Scaling.class))
            .as(DataRecipe::new);
    Arbitrary<DataRecipe> standardised =
        Combinators.combine(any().list().ofMinSize(1).ofMaxSize(3), positive())
            .as(
                (means, deviation) ->
                    new DataRecipe(
                        "mnist",
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        DataRecipe.Scaling.STANDARDISED,
                        Optional.of(
                            new DataRecipe.Figures(
                                means, Collections.nCopies(means.size(), deviation)))));
    Arbitrary<Recipe.Validation> validation =
        Combinators.combine(fraction(), Arbitraries.of(ValidationSplit.Which.class))
            .as(Recipe.Validation::new);
    Arbitrary<Recipe.Report> report =
        Combinators.combine(Arbitraries.of("", "conv1.weight"), Arbitraries.of(0, 1, 1000))
            .as(Recipe.Report::new);
    return Combinators.combine(
            Combinators.combine(Arbitraries.oneOf(data, standardised), optimizer(), size(), size())
                .as(Recipe::of),
            flag(),
            validation,
            Arbitraries.of(0, 1, 77),
            report,
            Combinators.combine(
                    Arbitraries.of(ConvAlgorithm.class), update(), augment(), stopping())
                .as(Rest::new))
        .as(
            (recipe, shuffle, aside, logEvery, shown, rest) ->
                rest.on(
                    (shuffle ? recipe : recipe.inOrder())
                        .withValidation(aside)
                        .withLogEvery(logEvery)
                        .withReport(shown)));
  }

  private record Rest(
      ConvAlgorithm conv,
      UpdateOptions update,
      AugmentRecipe augment,
      Optional<EarlyStopping> stopping) {

    Recipe on(Recipe recipe) {
      Recipe updated = recipe.withConv(conv).withUpdate(update).withAugment(augment);
      return stopping.map(updated::withStopping).orElse(updated);
    }
  }

  private static Arbitrary<Double> notNegative() {
    return Arbitraries.oneOf(Arbitraries.of(0.0, -0.0), positive());
  }

  private static Arbitrary<Schedule> simpleSchedule() {
    Arbitrary<Double> share = Arbitraries.oneOf(Arbitraries.of(0.0, 1.0), fraction());
    Arbitrary<OneCycle> cycle =
        Combinators.combine(
                positive(),
                size().map(n -> n + 1),
                share,
                Arbitraries.of(OneCycle.Shape.class),
                positive(),
                positive(),
                fraction(),
                fraction())
            .as(
                (highest, steps, rising, shape, divisor, last, low, high) ->
                    new OneCycle(
                        highest, steps, rising, shape, divisor, last, rising < 0.5, low, high));
    return Arbitraries.oneOf(
        Arbitraries.of(new Constant()),
        Combinators.combine(size(), positive()).as(StepDecay::new),
        Combinators.combine(
                size().list().ofMaxSize(4).map(l -> l.stream().sorted().toList()), any())
            .as((milestones, gamma) -> new MultiStepDecay(milestones, Math.abs(gamma) + 1e-9)),
        positive().map(ExponentialDecay::new),
        Combinators.combine(size(), positive()).as(PolynomialDecay::new),
        Combinators.combine(size(), notNegative()).as(CosineDecay::new),
        Combinators.combine(size(), size(), notNegative()).as(CosineRestarts::new),
        Combinators.combine(size(), share.filter(v -> v > 0), share).as(LinearWarmUp::new),
        cycle);
  }

  private static Arbitrary<Schedule> schedule() {
    Arbitrary<Schedule> sequence =
        Combinators.combine(simpleSchedule(), simpleSchedule(), simpleSchedule(), size())
            .as((a, b, c, first) -> new Sequence(List.of(a, b, c), List.of(first, 2 * first)));
    Arbitrary<Schedule> chain =
        simpleSchedule().filter(Schedule::multiplies).list().ofMaxSize(3).map(Chain::new);
    return Arbitraries.oneOf(simpleSchedule(), sequence, chain);
  }

  private static Arbitrary<UpdateOptions> update() {
    Arbitrary<Plateau> plateau =
        Combinators.combine(
                Arbitraries.of(Plateau.Goal.class),
                fraction().filter(v -> v > 0),
                Arbitraries.of(0, 10, 77),
                fraction(),
                flag(),
                Arbitraries.of(0, 3),
                notNegative(),
                notNegative())
            .as(Plateau::new);
    Arbitrary<ParameterGroup> group =
        Combinators.combine(
                Arbitraries.of("", "conv1."),
                Arbitraries.of(ParameterGroup.Kind.class),
                notNegative(),
                flag())
            .as(ParameterGroup::new);
    Arbitrary<GradientClip> clip =
        Arbitraries.oneOf(
            Combinators.combine(positive(), Arbitraries.of(Norm.class))
                .as(GradientClip.ByNorm::new),
            positive().map(GradientClip.ByValue::new));
    return Combinators.combine(
            schedule(),
            Arbitraries.of(UpdateOptions.Per.class),
            plateau.optional(),
            group.list().ofMaxSize(2),
            Combinators.combine(
                    Arbitraries.of("", "conv1."),
                    Arbitraries.of(ParameterGroup.Kind.class),
                    notNegative(),
                    notNegative())
                .as(Penalty::new)
                .list()
                .ofMaxSize(2),
            clip.optional(),
            fraction().optional(),
            Arbitraries.of(1, 2, 1024))
        .as(
            (course, per, lowered, groups, penalties, clipped, average, accumulation) ->
                new UpdateOptions(
                    course,
                    per,
                    lowered,
                    groups,
                    penalties,
                    clipped,
                    average.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                    accumulation));
  }

  private static Arbitrary<AugmentRecipe> augment() {
    Arbitrary<Double> share = Arbitraries.doubles().between(0, 1).ofScale(9);
    Arbitrary<Double> factor = Arbitraries.doubles().between(0.01, 1).ofScale(9);
    Arbitrary<Double> angle = Arbitraries.doubles().between(0, 89).ofScale(9);
    Arbitrary<Transform> change =
        Arbitraries.oneOf(
            Combinators.combine(
                    Arbitraries.integers().between(0, 4096),
                    Arbitraries.of(AugmentJson.Border.class))
                .as((padding, border) -> border.crop(padding)),
            Combinators.combine(share, factor, factor)
                .as((area, least, more) -> new RandomResizedCrop(area, 1, least, least + more)),
            share.map(RandomHorizontalFlip::new),
            share.map(RandomVerticalFlip::new),
            Combinators.combine(angle, share, factor, factor, angle)
                .as(
                    (degrees, move, least, more, shear) ->
                        RandomAffine.rotation(degrees)
                            .withMove(move, move)
                            .withScale(least, least + more)
                            .withShear(shear, 0)),
            Combinators.combine(angle, angle, angle, factor)
                .as((b, c, s, hue) -> new ColorJitter(b, c, s, hue / 2)),
            Arbitraries.integers().between(1, 1 << 14).map(Cutout::new),
            share.map(probability -> new RandomErasing().withProbability(probability)),
            Combinators.combine(angle, factor)
                .as((alpha, sigma) -> new RandomElastic(alpha, sigma + 0.1, Fill.black())));
    Arbitrary<Double> alpha = Arbitraries.oneOf(Arbitraries.of(0.0), positive());
    return Combinators.combine(change.list().ofMaxSize(4), alpha, alpha, flag())
        .as(AugmentRecipe::new);
  }

  private static Arbitrary<Optional<EarlyStopping>> stopping() {
    return Combinators.combine(Arbitraries.of(Plateau.Goal.class), size(), notNegative(), flag())
        .as(EarlyStopping::new)
        .optional();
  }

  private static JsonElement reread(JsonElement element) {
    return Json.parse(Json.print(element), "f");
  }

  @Property(tries = 3000)
  void layersRoundTrip(@ForAll("named") Named layer) {
    assertEquals(layer, LayerJson.read(reread(LayerJson.write(layer)), SPOT, 0));
  }

  @Property
  void lossesRoundTrip(@ForAll("losses") Loss loss) {
    assertEquals(loss, LossJson.LOSSES.read(reread(LossJson.LOSSES.write(loss)), SPOT));
  }

  @Property(tries = 2000)
  void recipesRoundTrip(@ForAll("recipes") Recipe recipe) {
    assertEquals(recipe, RecipeJson.read(reread(RecipeJson.write(recipe)), SPOT));
  }

  @Property(tries = 300)
  void modelsRoundTrip(
      @ForAll String name,
      @ForAll String description,
      @ForAll("losses") Loss loss,
      @ForAll("recipes") Recipe recipe) {
    ModelSpec spec =
        new ModelSpec(
            name,
            description,
            new Shape(3, 2, 1),
            List.of(new Named(Optional.empty(), new Tanh())),
            loss,
            recipe);
    assertEquals(spec, ModelJson.parse(ModelJson.text(spec), "f"));
  }
}
