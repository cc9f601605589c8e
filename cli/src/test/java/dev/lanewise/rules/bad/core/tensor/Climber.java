package dev.lanewise.rules.bad.core.tensor;

import dev.lanewise.rules.bad.core.kernel.Kernels;

/** Imports a package above its own. */
record Climber(Kernels kernels) {}
