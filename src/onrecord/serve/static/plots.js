/* Built from web/ by `make web`; do not edit. Licences of what is bundled: web/LICENCES.md */
"use strict";(()=>{})();
