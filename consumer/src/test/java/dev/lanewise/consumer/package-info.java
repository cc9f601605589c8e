/** The jars as others use them: on the class path, on the module path, in an image. */
@org.jspecify.annotations.NullMarked
package dev.lanewise.consumer;
