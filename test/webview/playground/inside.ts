/** Runs in the panel's own page before the panel: a theme's variables, and a fake host. */
import './setup.ts';
import '../fake/host.ts';
