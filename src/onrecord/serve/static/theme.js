(()=>{try{const t=localStorage.getItem("onrecord-theme");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}})();
