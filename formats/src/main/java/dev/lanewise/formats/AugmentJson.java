package dev.lanewise.formats;

import com.google.gson.JsonArray;
import dev.lanewise.core.augment.ColorJitter;
import dev.lanewise.core.augment.Cutout;
import dev.lanewise.core.augment.Fill;
import dev.lanewise.core.augment.PaddingMode;
import dev.lanewise.core.augment.RandomAffine;
import dev.lanewise.core.augment.RandomCrop;
import dev.lanewise.core.augment.RandomElastic;
import dev.lanewise.core.augment.RandomErasing;
import dev.lanewise.core.augment.RandomHorizontalFlip;
import dev.lanewise.core.augment.RandomResizedCrop;
import dev.lanewise.core.augment.RandomVerticalFlip;
import dev.lanewise.core.augment.Transform;
import dev.lanewise.layers.model.AugmentRecipe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Augmentation as JSON: one list, in which mixing and sampling stand beside transforms. */
final class AugmentJson {

  /** Of two images. */
  private sealed interface Mixed {}

  record Mixup(double alpha) implements Mixed {}

  record Cutmix(double alpha) implements Mixed {}

  record Balanced() {}

  static final Family<Object> AUGMENTATIONS =
      Family.of(
              "augmentation",
              Row.of(
                      "crop",
                      RandomCrop.class,
                      new CropForm(0, Border.BLACK),
                      CropForm::of,
                      CropForm::crop)
                  .required("padding")
                  .word("crop:PADDING", "padding")
                  .word("crop-reflect:PADDING", Border.REFLECT.crop(0), "padding"),
              Row.of("resized-crop", new RandomResizedCrop())
                  .word("resized-crop[:LEAST_AREA]", "leastArea"),
              Row.of("flip", new RandomHorizontalFlip())
                  .word("flip[:PROBABILITY]", "probability")
                  .shown("flip[:P]"),
              Row.of("flip-vertical", new RandomVerticalFlip())
                  .word("flip-vertical[:PROBABILITY]", "probability")
                  .shown("flip-vertical[:P]"),
              Row.of(
                      "affine",
                      RandomAffine.class,
                      new AffineForm(0, 0, 1, 1, 0),
                      AffineForm::of,
                      AffineForm::affine)
                  .word("rotate:DEGREES", "degrees")
                  .word("affine:DEGREES[:MOVE[:SCALE[:SHEAR]]]", AugmentJson::affine),
              Row.of("jitter", new ColorJitter(0, 0, 0))
                  .word(
                      "jitter:BRIGHTNESS[:CONTRAST[:SATURATION[:HUE]]]",
                      "brightness",
                      "contrast",
                      "saturation",
                      "hue"),
              Row.of("cutout", new Cutout(1))
                  .required("size")
                  .fixed("level", "mean")
                  .word("cutout:SIZE", "size"),
              Row.of("erase", new RandomErasing())
                  .fixed("leastArea", "mostArea", "leastRatio", "mostRatio", "level", "mean")
                  .word("erase[:PROBABILITY]", "probability")
                  .shown("erase[:P]"),
              Row.of(
                      "elastic",
                      RandomElastic.class,
                      new ElasticForm(50, 5),
                      ElasticForm::of,
                      ElasticForm::elastic)
                  .word("elastic[:ALPHA[:SIGMA]]", "alpha", "sigma"),
              Row.of("mixup", new Mixup(0)).required("alpha").word("mixup:ALPHA", "alpha"),
              Row.of("cutmix", new Cutmix(0)).required("alpha").word("cutmix:ALPHA", "alpha"),
              Row.of("balanced", new Balanced()).word("balanced"))
          .open("transforms", Object::toString);

  static final Codec<AugmentRecipe> AUGMENT = new Codec<>(AugmentJson::read, AugmentJson::write);

  /** What lies around an image. */
  enum Border {
    BLACK(PaddingMode.CONSTANT, Fill.black()),
    MEAN(PaddingMode.CONSTANT, Fill.zero()),
    EDGE(PaddingMode.EDGE, Fill.black()),
    REFLECT(PaddingMode.REFLECT, Fill.black());

    private final PaddingMode mode;
    private final Fill fill;

    Border(PaddingMode mode, Fill fill) {
      this.mode = mode;
      this.fill = fill;
    }

    RandomCrop crop(int padding) {
      return new RandomCrop(padding, mode, fill);
    }
  }

  /** Files have one word for mode and fill. */
  record CropForm(int padding, Border border) {

    static CropForm of(RandomCrop crop) {
      for (Border border : Border.values()) {
        if (border.crop(crop.padding()).equals(crop)) {
          return new CropForm(crop.padding(), border);
        }
      }
      throw new IllegalArgumentException(
          "A file can have crops whose border is black, mean, edge or reflect only. Received: "
              + crop);
    }

    RandomCrop crop() {
      return border.crop(padding);
    }
  }

  /** The same move along rows and columns, and no shear along columns. */
  record AffineForm(
      double degrees, double move, double leastScale, double mostScale, double shear) {

    static AffineForm of(RandomAffine affine) {
      AffineForm form =
          new AffineForm(
              affine.degrees(),
              affine.moveX(),
              affine.leastScale(),
              affine.mostScale(),
              affine.shearX());
      return same(form, form.affine(), affine);
    }

    RandomAffine affine() {
      return RandomAffine.rotation(degrees)
          .withMove(move, move)
          .withScale(leastScale, mostScale)
          .withShear(shear, 0);
    }
  }

  record ElasticForm(double alpha, double sigma) {

    static ElasticForm of(RandomElastic elastic) {
      ElasticForm form = new ElasticForm(elastic.alpha(), elastic.sigma());
      return same(form, form.elastic(), elastic);
    }

    RandomElastic elastic() {
      return new RandomElastic(alpha, sigma, Fill.black());
    }
  }

  private AugmentJson() {}

  private static <F> F same(F form, Transform expected, Transform received) {
    if (!expected.equals(received)) {
      throw new IllegalArgumentException(
          "A file can't say all of a transform. Expected: %s. Received: %s"
              .formatted(expected, received));
    }
    return form;
  }

  private static RandomAffine affine(Word.Numbers numbers) {
    double scale = numbers.number(2, 0);
    return new AffineForm(
            numbers.number(0, 0), numbers.number(1, 0), 1 - scale, 1 + scale, numbers.number(3, 0))
        .affine();
  }

  private static AugmentRecipe read(Fields recipe, String key) {
    Set<Class<?>> mixed = new HashSet<>();
    return recipe(
        recipe.elements(
            key,
            (element, spot, i) -> {
              Object part = AUGMENTATIONS.read(element, spot);
              if (part instanceof Mixed && !mixed.add(part.getClass())) {
                String type = AUGMENTATIONS.typed(element, spot).type();
                throw spot.bad("%s may be given once. Received: twice".formatted(type));
              }
              return part;
            }));
  }

  /** What parts say together; the last of two equal ones counts. */
  static AugmentRecipe recipe(List<Object> parts) {
    List<Transform> changes = new ArrayList<>();
    AugmentRecipe rest = AugmentRecipe.NONE;
    for (Object part : parts) {
      switch (part) {
        case Mixup(double alpha) -> rest = rest.withMixup(alpha);
        case Cutmix(double alpha) -> rest = rest.withCutmix(alpha);
        case Balanced() -> rest = rest.withBalancedClasses();
        default -> changes.add((Transform) part);
      }
    }
    return new AugmentRecipe(changes, rest.mixup(), rest.cutmix(), rest.balanced());
  }

  private static JsonArray write(AugmentRecipe augment) {
    List<Object> parts = new ArrayList<>(augment.changes());
    if (augment.mixup() != 0) {
      parts.add(new Mixup(augment.mixup()));
    }
    if (augment.cutmix() != 0) {
      parts.add(new Cutmix(augment.cutmix()));
    }
    if (augment.balanced()) {
      parts.add(new Balanced());
    }
    return Codec.array(parts, AUGMENTATIONS::write);
  }
}
