/**
 * Files that outlive a run: tensors in the safetensors format, models as JSON, and both together as
 * a saved model, and trainings that can be gone on with. Readers trust nothing: whatever the bytes
 * are, the result is content or a {@link dev.lanewise.formats.FormatException}. Writers replace a
 * file as a whole or leave it as it was.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.formats;
