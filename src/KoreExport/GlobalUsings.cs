// Almost every cmdlet has a parameter with an attribute of ours.
global using KoreExport.Parameters;
