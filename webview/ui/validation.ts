import * as z from 'zod';

// Schemas probe `new Function` when they are made, which the panel's content security policy forbids and the browser
// reports. This module must come before any that makes one.
z.config({ jitless: true });
