import * as z from 'zod';

// Schemas probe `navigator` and `new Function` when they are made, and VS Code reports the first as an error of the extension.
// Every module that is loaded with schemas imports this one before it imports or makes any.
z.config({ jitless: true });
