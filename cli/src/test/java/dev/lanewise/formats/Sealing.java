package dev.lanewise.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes checksums anew, so that what they protect can be changed on purpose. */
public final class Sealing {

  private Sealing() {}

  /** A file with other texts and the checksum that fits them, a model or a checkpoint. */
  public static SafeTensors sealed(Map<String, String> metadata, List<Tensor> tensors) {
    Map<String, String> texts = new TreeMap<>(metadata);
    List<String> covered = new ArrayList<>();
    covered.add(texts.getOrDefault(SavedModel.MODEL_KEY, ""));
    covered.add(texts.getOrDefault(SavedModel.PROVENANCE_KEY, ""));
    if (Checkpoint.FORMAT.equals(texts.get(SavedModel.FORMAT_KEY))) {
      covered.add(texts.getOrDefault("lanewise.training", ""));
      covered.add(texts.getOrDefault("lanewise.run", ""));
    }
    texts.put(SavedModel.CHECKSUM_KEY, SavedModel.checksum(covered, tensors));
    return SafeTensors.of(texts, tensors);
  }
}
