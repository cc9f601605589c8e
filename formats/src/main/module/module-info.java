/** Model files: safetensors, model descriptions as JSON. */
module dev.lanewise.formats {
  requires transitive dev.lanewise.core;
  requires transitive dev.lanewise.layers;
  requires com.google.gson;
  requires static org.jspecify;

  exports dev.lanewise.formats;
}
