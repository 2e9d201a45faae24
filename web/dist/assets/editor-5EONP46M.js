import{a}from"./chunk-DYEBFZWG.js";import"./chunk-YCDMY73B.js";import"./chunk-SO5DFIGF.js";import"./chunk-NQJEFH5S.js";import"./chunk-5C3NZLWL.js";import"./chunk-RMJRBTIR.js";export{a as initialize};
