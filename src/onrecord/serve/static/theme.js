/* Built from web/ by `make web`; do not edit. Licences of what is bundled: licences.txt */
"use strict";(()=>{var t=(()=>{try{return localStorage.getItem("onrecord-theme")}catch{return null}})();(t==="light"||t==="dark")&&(document.documentElement.dataset.theme=t);})();
