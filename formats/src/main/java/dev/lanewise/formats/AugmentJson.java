package dev.lanewise.formats;

import com.google.gson.JsonArray;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.AugmentRecipe.Affine;
import dev.lanewise.layers.model.AugmentRecipe.Border;
import dev.lanewise.layers.model.AugmentRecipe.Change;
import dev.lanewise.layers.model.AugmentRecipe.Crop;
import dev.lanewise.layers.model.AugmentRecipe.Cutout;
import dev.lanewise.layers.model.AugmentRecipe.Elastic;
import dev.lanewise.layers.model.AugmentRecipe.Erase;
import dev.lanewise.layers.model.AugmentRecipe.Flip;
import dev.lanewise.layers.model.AugmentRecipe.FlipVertical;
import dev.lanewise.layers.model.AugmentRecipe.Jitter;
import dev.lanewise.layers.model.AugmentRecipe.ResizedCrop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Augmentation as JSON: one list, in which mixing and sampling stand beside changes of images. */
final class AugmentJson {

  /** Of two images. */
  private sealed interface Mixing {}

  record Mixup(double alpha) implements Mixing {}

  record Cutmix(double alpha) implements Mixing {}

  record Balanced() {}

  static final Family<Record> AUGMENTATIONS =
      Family.of(
          "augmentation",
          Row.of("crop", new Crop(0, Border.BLACK))
              .required("padding")
              .word("crop:PADDING", "padding")
              .word("crop-reflect:PADDING", new Crop(0, Border.REFLECT), "padding"),
          Row.of("resized-crop", new ResizedCrop(0.08))
              .word("resized-crop[:LEAST_AREA]", "leastArea"),
          Row.of("flip", new Flip()).word("flip[:PROBABILITY]", "probability").shown("flip[:P]"),
          Row.of("flip-vertical", new FlipVertical(0.5))
              .word("flip-vertical[:PROBABILITY]", "probability")
              .shown("flip-vertical[:P]"),
          Row.of("affine", new Affine(0, 0, 1, 1, 0))
              .word("rotate:DEGREES", "degrees")
              .word("affine:DEGREES[:MOVE[:SCALE[:SHEAR]]]", AugmentJson::affine),
          Row.of("jitter", new Jitter(0, 0, 0, 0))
              .word(
                  "jitter:BRIGHTNESS[:CONTRAST[:SATURATION[:HUE]]]",
                  "brightness",
                  "contrast",
                  "saturation",
                  "hue"),
          Row.of("cutout", new Cutout(1)).required("size").word("cutout:SIZE", "size"),
          Row.of("erase", new Erase(0.5))
              .word("erase[:PROBABILITY]", "probability")
              .shown("erase[:P]"),
          Row.of("elastic", new Elastic(50, 5)).word("elastic[:ALPHA[:SIGMA]]", "alpha", "sigma"),
          Row.of("mixup", new Mixup(0)).required("alpha").word("mixup:ALPHA", "alpha"),
          Row.of("cutmix", new Cutmix(0)).required("alpha").word("cutmix:ALPHA", "alpha"),
          Row.of("balanced", new Balanced()).word("balanced"));

  static final Codec<AugmentRecipe> AUGMENT = new Codec<>(AugmentJson::read, AugmentJson::write);

  private AugmentJson() {}

  private static AugmentRecipe read(Fields recipe, String key) {
    Set<Class<?>> mixings = new HashSet<>();
    return recipe(
        recipe.elements(
            key,
            (element, spot, i) -> {
              Record part = AUGMENTATIONS.read(element, spot);
              if (part instanceof Mixing && !mixings.add(part.getClass())) {
                String type = AUGMENTATIONS.typed(element, spot).type();
                throw spot.bad("%s may be given once. Received: twice".formatted(type));
              }
              return part;
            }));
  }

  /** What parts say together; the last of two equal ones counts. */
  static AugmentRecipe recipe(List<Record> parts) {
    List<Change> changes = new ArrayList<>();
    AugmentRecipe rest = AugmentRecipe.NONE;
    for (Record part : parts) {
      switch (part) {
        case Mixup(double alpha) -> rest = rest.withMixup(alpha);
        case Cutmix(double alpha) -> rest = rest.withCutmix(alpha);
        case Balanced() -> rest = rest.withBalancedClasses();
        case Record change -> changes.add((Change) change);
      }
    }
    return new AugmentRecipe(changes, rest.mixup(), rest.cutmix(), rest.balanced());
  }

  private static Affine affine(Word.Numbers numbers) {
    double scale = numbers.number(2, 0);
    return new Affine(
        numbers.number(0, 0), numbers.number(1, 0), 1 - scale, 1 + scale, numbers.number(3, 0));
  }

  private static JsonArray write(AugmentRecipe augment) {
    List<Record> parts = new ArrayList<>();
    augment.changes().forEach(change -> parts.add((Record) change));
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
