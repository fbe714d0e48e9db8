@rem The scripts of package.json say «exec», so that signals pass through the shell; cmd has none.
@%*
