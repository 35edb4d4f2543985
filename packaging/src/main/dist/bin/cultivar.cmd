@echo off
rem Starts Cultivar @project.version@ on a Java @java.release@ or newer that it finds by itself.
rem
rem   CULTIVAR_JAVA       a Java home or a java.exe to use, and no other
rem   CULTIVAR_JAVA_OPTS  further options for the Java virtual machine, separated by spaces
rem   CULTIVAR_CDS        0: keep no class archive for a faster next start
setlocal EnableExtensions DisableDelayedExpansion
set "NEED=@java.release@"
set "JAVA="
set "BEST="
for %%I in ("%~dp0..") do set "ROOT=%%~fI"

if not defined CULTIVAR_JAVA goto look
if exist "%CULTIVAR_JAVA%\bin\java.exe" set "JAVA=%CULTIVAR_JAVA%\bin\java.exe"
if not defined JAVA if exist "%CULTIVAR_JAVA%" if not exist "%CULTIVAR_JAVA%\" set "JAVA=%CULTIVAR_JAVA%"
if defined JAVA goto start
echo cultivar: CULTIVAR_JAVA is %CULTIVAR_JAVA%, where there is no Java; point it at a Java %NEED% or newer, or unset it. 1>&2
exit /b 1

:look
call :try "%ROOT%\runtime"
if defined JAVA goto start
if defined JAVA_HOME call :try "%JAVA_HOME%"
if defined JAVA goto start
for /f "delims=" %%I in ('where java.exe 2^>nul') do if not defined JAVA for %%J in ("%%~dpI..") do call :try "%%~fJ"
if defined JAVA goto start
for %%R in (
    "%ProgramFiles%\Eclipse Adoptium"
    "%ProgramFiles%\Java"
    "%ProgramFiles%\Microsoft"
    "%ProgramFiles%\Zulu"
    "%ProgramFiles%\BellSoft"
    "%ProgramFiles%\Amazon Corretto"
    "%ProgramFiles%\SapMachine\JDK"
    "%LOCALAPPDATA%\Programs\Eclipse Adoptium"
    "%LOCALAPPDATA%\Programs\Microsoft"
    "%USERPROFILE%\.jdks"
    "%USERPROFILE%\.sdkman\candidates\java"
    "%USERPROFILE%\scoop\apps"
) do for /d %%D in ("%%~R\*") do call :consider "%%~fD"
if defined JAVA goto start
echo cultivar: no Java %NEED% or newer found; install one ^(https://adoptium.net^) or set CULTIVAR_JAVA to its folder. 1>&2
exit /b 1

:start
rem Java keeps the window's parsed classes in a file for a faster next start, and renews it by itself.
set "ARCHIVE="
if "%CULTIVAR_CDS%"=="0" goto launch
set "FIRST=%~1"
if not defined FIRST set "FIRST=studio"
if not "%FIRST%"=="studio" goto launch
set "CACHE=%LOCALAPPDATA%\Cultivar\cache"
if defined CULTIVAR_HOME set "CACHE=%CULTIVAR_HOME%\cache"
if not exist "%CACHE%\" mkdir "%CACHE%" 2>nul
if exist "%CACHE%\" set ARCHIVE=-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%CACHE%\studio-@project.version@.jsa"

:launch
"%JAVA%" ^
    -Xmx2g ^
    -XX:+UseCompactObjectHeaders ^
    -XX:+UseStringDeduplication ^
    -Xlog:disable ^
    "-Xlog:all=warning,cds*=off,aot*=off:stderr" ^
    %ARCHIVE% ^
    --module-path "%ROOT%\lib\javafx" ^
    --add-modules javafx.controls ^
    --enable-native-access=javafx.graphics,ALL-UNNAMED ^
    --sun-misc-unsafe-memory-access=allow ^
    -Dfile.encoding=UTF-8 ^
    "-Dcultivar.install=%ROOT%" ^
    %CULTIVAR_JAVA_OPTS% ^
    -cp "%ROOT%\lib\*" ^
    cultivar.app.Main %*
exit /b %ERRORLEVEL%

rem Takes the Java home %1 if its release file names a new enough release.
:try
call :feature %1
if not defined FEATURE exit /b 0
if %FEATURE% GEQ %NEED% set "JAVA=%~1\bin\java.exe"
exit /b 0

rem Takes the Java home %1 if it is new enough and not newer than the best so far.
:consider
call :feature %1
if not defined FEATURE exit /b 0
if %FEATURE% LSS %NEED% exit /b 0
if defined BEST if %FEATURE% GTR %BEST% exit /b 0
set "BEST=%FEATURE%"
set "JAVA=%~1\bin\java.exe"
exit /b 0

rem Sets FEATURE to the feature release of the Java home %1, or to nothing; starts no Java for it.
:feature
set "FEATURE="
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "usebackq tokens=2 delims==" %%V in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do for /f "tokens=1 delims=.-+_" %%F in (%%V) do set "FEATURE=%%F"
exit /b 0
